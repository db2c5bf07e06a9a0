"""The form of a list of badges. The service reads it; here is only its shape."""

from tfl.accounts.forms import ServiceForm
from tfl.core.fields import CsvFileField


class BadgeFileForm(ServiceForm):
    file = CsvFileField()
