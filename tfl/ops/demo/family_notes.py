"""What the demo's guardians wrote about their children. Made for any day of any year: nothing in it knows
the season, the weekday or what is celebrated, but for one birthday, whose day the demo sets.
"""

from dataclasses import dataclass

from childprogress.vocabulary import Dimension, Sentiment


@dataclass(frozen=True)
class Note:
    before: int
    """Days before the demo's date on which it is written."""
    dimension: Dimension
    sentiment: Sentiment
    text: str
    by_coparent: bool
    seen: int
    """Days before it is written."""
    taken_away: int | None
    """Days after it is written."""


def _read(written: str) -> tuple[Note, ...]:
    """Of each note a line with day, dimension, sentiment and what is special; indented below it the text."""
    notes: list[tuple[list[str], list[str]]] = []
    for line in written.strip().splitlines():
        if line.startswith(" "):
            notes[-1][1].append(line.strip())
        else:
            notes.append((line.split(), []))
    return tuple(_note(*head, text=" ".join(lines)) for head, lines in notes)


def _note(before: str, dimension: str, sentiment: str, *special: str, text: str) -> Note:
    numbers = dict(each.split("=") for each in special if "=" in each)
    taken_away = numbers.get("taken_away")
    return Note(
        before=int(before),
        dimension=Dimension(dimension),
        sentiment=Sentiment(sentiment),
        text=text,
        by_coparent="coparent" in special,
        seen=int(numbers.get("seen", 0)),
        taken_away=None if taken_away is None else int(taken_away),
    )


ANDER = _read("""
170 academic positive
    Read the names on the spice jars out loud, one after the other, and smelled under every lid.
    “Turmeric smells like pencils.”
163 social_emotional neutral
    Went quiet when his cousin had enough of the game. Came and leaned on me and did not want to talk
    about it yet.
155 physical positive
    Down the whole corridor on one foot, touched the door, and back on the other.
148 behavioural needs_attention
    Shoes took three reminders every single morning this week. We will try a little list with pictures
    by the door.
139 aspirational positive coparent
    Wants to be the person who decides where the bridges go. Built four out of spoons to show me the
    difference between them.
127 academic positive
    Eight slices, four of us: worked out how many each one gets, first with his fingers and then
    without.
118 behavioural positive
    The list by the door works. He moves his own peg down and shouts “done!” from the stairs.
104 social_emotional positive
    Gave Maialen the bigger half of the pear, because hers had fallen on the floor.
81 aspirational neutral
    Began the card tower nine times and then left it. He is going to find out what is wrong with the
    table.
66 academic positive
    Asked why the moon follows the bus. We tried it with a lamp and an orange, and he explained it to
    his grandfather on the phone.
49 social_emotional needs_attention
    Shouted at his friend over whose turn it was on the swing, and was still angry when we got home. In
    bed he asked how you say sorry when the person has gone.
47 social_emotional positive coparent
    Made a card with the swing on it and took it over himself. They were playing before I had said
    hello.
29 physical positive coparent
    Cycled to the bakery and back and never once asked me to hold the saddle. Very wobbly at the kerb,
    very loud about it.
24 academic positive
    Wrote the shopping list alone. It said “tomatos” and “bred”, and we came home with everything.
19 behavioural positive
    Turned the tablet off when the timer rang and laid it face down, “so it can sleep”.
15 aspirational positive coparent
    Drew a plan for a den, with arrows and a list of what we need. The list: blanket, blanket, Aita.
11 physical neutral
    Lentils: no. Lentils with lemon: one spoon. The lemon was his idea.
8 social_emotional positive seen=1
    Saw that our neighbour carries her shopping up in two trips, and asked her whether he could be the
    second trip.
4 academic needs_attention
    Two evenings stuck on the same page. He turns it quickly, so that I do not ask.
2 academic neutral
    Read me the page today. It was one long word in the middle; we cut it into three and tapped them out
    on the table.
""")

MAIALEN = _read("""
168 physical positive
    Both feet off the ground! Jumped from the bottom step again and again and counted up to
    “eleventeen”.
160 academic positive coparent
    Found the M of her name on a bus, a bin and a cereal box, all on one walk.
151 social_emotional neutral
    Ten minutes behind my leg at the playground. Then she followed a bigger girl around like a small
    shadow.
143 behavioural needs_attention
    Bedtime took an hour and a half, three evenings in a row: water, one more book, the other pyjamas.
133 aspirational positive coparent
    Did the wooden puzzle, tipped it out, did it again. “I am practising.”
120 social_emotional positive
    Ander bumped his head. She patted his back and brought him the frozen peas. And a banana.
109 physical neutral
    Nothing green at the moment. Peas are allowed, because they are round.
96 behavioural positive
    We drew cards for the evening: bath, teeth, book, light. She turns them over herself and tells us
    what comes next.
85 academic positive
    Sorted the whole button tin by colour, then wanted to start again, by holes.
70 social_emotional needs_attention
    Bit a friend over the red bucket and cried longer than he did. At home we practised saying “I am
    still using it”.
58 physical positive coparent
    Poured her own milk from the little jug. A puddle, a cloth, and a second go.
44 aspirational neutral
    “I can’t” to nearly everything today, the zip, the drawing, the socks. All gone after her nap.
27 social_emotional positive
    “I am still using it,” to her friend with the spade, and a minute later: “Now you.” I nearly missed
    it.
22 academic positive coparent
    Told me the whole bear book from the pictures, in the right order, with a dragon added at the end.
18 behavioural neutral
    Ran away from the toothbrush twice, laughing. The third time we raced the timer and she won.
13 physical positive
    Threaded beads for half an hour with her tongue out. It is a necklace for the cat.
12 social_emotional positive coparent taken_away=0
    Slid all the way down on her stomach after watching the others for a while. Wrote this under the
    wrong heading, I will do it again.
12 physical positive coparent
    Watched the slide for a while and then came down it on her stomach, feet first, eyes shut.
6 academic positive
    Put seven grapes on the plate, ate one, and said “six” before she looked.
3 social_emotional positive seen=1
    On the phone: “And how are you, Amama?” She waited for the answer, too.
""")

ILYAS = _read("""
172 academic positive
    Read to Safiya for twenty minutes and did all the voices. Asked me what “reluctantly” means and used
    it at dinner.
166 islamic positive
    Got up for Fajr by his own alarm and whispered, so that nobody else would wake.
150 physical positive
    Fifty-one with the skipping rope. He wrote the number on the kitchen wall, small, in pencil.
141 social_emotional needs_attention
    Says nobody picked him for the game and that it does not matter. At night, with the light off, it
    did.
130 aspirational positive
    Wants to build a lamp out of a bottle, and made a list of what he has to learn for it: electricity,
    glue, patience.
121 islamic positive
    Recited Surah ad-Duha to his grandmother. One stumble: he stopped, took a breath and went on.
112 academic neutral
    Long division at the kitchen table. He knows the steps and loses the place where they go. Squared
    paper helped.
101 social_emotional positive
    Asked the new boy in our building whether he plays, and took both balls down, “in case he likes the
    other one”.
93 behavioural positive
    Furious about a lost game. Put the controller down, went out to the yard, and came back to say that
    he was hungry.
81 islamic positive seen=3
    Half of his pocket money went into the jar by the door, and he told nobody. I only know because the
    lid was on crooked.
70 aspirational positive
    The bottle lamp works. He took it apart the same evening, to see whether he could do it twice.
61 physical neutral
    Tired legs two evenings in a row. A warm towel, and bed before eight, which he suggested.
50 academic positive
    Turned his lined notebook sideways: now the lines make columns for the division. Nobody showed him
    that.
41 behavioural needs_attention
    Tablet under the blanket, late, again. We agreed that everything charges in the kitchen at night.
    Mine too.
28 social_emotional positive
    Told his friend that he did not like the joke about somebody’s shoes. Quietly. Nobody went on with
    it.
25 islamic neutral
    Why do we make dua if Allah already knows? We talked until late and did not finish. He will ask his
    uncle, too.
21 behavioural positive
    Two weeks of tablets sleeping in the kitchen. He checks whether mine is there.
17 aspirational positive
    Taught Safiya a knot. “You only have to go slower than you want to.”
14 academic positive
    Explained to me at the stove why the water bubbles before it boils. He had looked it up, then drawn
    it, then doubted it.
7 islamic positive seen=2
    Gave an old man at the mosque his place by the wall and sat down further in front.
5 social_emotional positive
    Saw that I was tired, took the bags out of my hands and told Safiya stories until dinner.
2 academic neutral
    Put the volcano book down after the second chapter: too many names. Tomorrow we start with the maps
    in the back.
""")

SAFIYA = _read("""
169 academic positive
    Her name with the S the right way round! She has signed the drawing, the envelope and the fridge.
161 islamic positive
    Says bismillah before she eats, and reminds the rest of us, the cat included.
152 social_emotional neutral
    Stood at the edge of the playground and watched for a long time. She was learning the game first,
    she told me.
144 physical positive
    Along the low wall with her arms out, all the way to the gate, and never took my hand.
135 behavioural positive
    Lays the table every evening now. Forks on both sides, “so that everybody can choose”.
124 aspirational neutral
    Tears, because her horse had come out as a dog. Later on it was a dog, and got a collar.
113 islamic positive
    Went through wudu with her doll, step by step, and dried its face.
99 social_emotional needs_attention
    When we have visitors she speaks to nobody and holds on to my sleeve. It has been like that for some
    weeks.
88 academic positive
    Counts the stairs in twos since Ilyas showed her, and goes up them like that as well.
76 physical neutral
    Wanted to be carried the last bit home. Asleep on my shoulder before the corner, shoes on.
64 behavioural needs_attention
    Big tears each time the cartoon ends. The sand timer helped once and then twice it did not.
52 social_emotional positive
    Offered our visitor a biscuit and told her her name, very quietly, to the plate. The first time!
40 aspirational positive
    Has decided to learn whistling. Ten minutes every day, mostly air.
26 islamic positive
    Sang al-Kawthar in the bath, over and over, and asked this time what it means.
23 behavioural positive
    “One more and then off,” she said. It was one more, and then off.
16 aspirational positive
    It whistled! Once. She ran through all the rooms to tell everybody, the cat first.
12 physical positive
    Tied her laces with two loops. It took as long as the whole song on the radio, and nobody was
    allowed to help.
9 social_emotional positive
    Whispered to the baker what we wanted. He leaned over, and she said it again, louder.
6 islamic neutral
    Began to pray next to me, lay down on the mat halfway and told me about her day instead.
3 behavioural neutral
    Too excited about turning six to sleep, two evenings now. She lies there and makes plans.
1 academic positive
    Made all the birthday invitations herself: a sun and the number six on every one.
""")

TOBI = _read("""
165 aspirational neutral
    He has no idea what he wants to do one day, he says, and could everybody please stop asking. I have
    stopped.
157 physical positive
    Cooked for the two of us: rice, beans, plantain. Asked how much oil and wrote it down.
140 physical needs_attention
    Asleep after one most nights and grey in the morning. He knows. We talked about what he would change
    first.
128 aspirational positive
    Carried the neighbour’s broken radio home to look inside. The kitchen table is gone for now.
116 physical positive
    The phone stays in the hall from ten on. His rule, not mine. On the fridge he counts the mornings
    that felt all right.
100 aspirational positive
    The radio plays. He took it back himself and came home with a second one, and cake.
87 physical neutral
    Sore knee, no running this week. Stretched on the carpet and grumbled.
73 aspirational needs_attention
    Wanted to throw his circuit away. “I am too slow for this.” It is under the bed now.
59 aspirational positive
    The circuit is back on the table. He listed what he had tried, and the fault was number four.
45 physical positive
    First run since the knee. Walked up the hill on purpose, he says.
28 aspirational positive
    Showed two of the small ones from downstairs how to hold a soldering iron. Goggles first.
22 physical positive
    Breakfast on five of the last seven mornings. I had not asked; he told me the count.
17 aspirational neutral
    What does an electrician’s day look like? I do not know either, so he wrote to one. Waiting.
12 physical needs_attention
    The nights are getting late again. It is the project, he says. We put the line back at ten,
    together.
8 aspirational positive
    The electrician wrote back! Two pages. He read me the part about ladders twice.
4 physical positive
    Took the long way home on foot to finish telling me something. Forty minutes.
1 aspirational positive
    He has a plan on one sheet: three things to learn, and a box to tick beside each of them.
""")
