"""The 240 items parents tick: one file per dimension, in the order in which they are usually seen."""
