"""Academic: what a parent may see from three to sixteen.

Ordered within each age band: the first is usually seen before the last.
"""

from seeds.definitions.schema import Definition

DEFINITIONS: tuple[Definition, ...] = (
    # 3–5 years
    Definition(
        code="academic.early_years.brings-question",
        topic="study habits",
        title="Brings a puzzling question to a grown-up",
        description=(
            "Can ask in words, signs or pictures for something to be explained, perhaps why the "
            "moon comes along with us, what a snail eats or what is inside a stone."
        ),
        guidance=(
            "When a question comes this week, hold your answer back for a moment and say: “What do "
            "you think?” Count silently to five; a guess, a gesture or a shrug is a reply. If "
            "neither of you has an idea, say “Let us find out” and ask somebody together."
        ),
    ),
    Definition(
        code="academic.early_years.describes-small-find",
        topic="science",
        title="Describes a small find such as a stone or leaf",
        description=(
            "Can give two words or signs for it, or choose them from pairs you offer: cold or "
            "warm, bumpy or smooth, smells of rain or of nothing."
        ),
        guidance=(
            "Pick up one small thing outdoors or in the kitchen and pass it to and fro. At each "
            "turn, whoever holds it adds a word: “Bumpy.” If touching is too much or too hard, "
            "hold it close to look at, listen to or smell."
        ),
    ),
    Definition(
        code="academic.early_years.turns-scribbles-into-message",
        topic="writing",
        title="Turns their scribbles into a message",
        description=(
            "Can make some marks, with a crayon or a finger, and then say what they tell (“a "
            "letter for the cat”) or nod when you guess it."
        ),
        guidance=(
            "Next time you write a list, put a scrap of paper beside you for your child and ask "
            "afterwards: “What does yours say?” Write the answer underneath in your own letters. A "
            "finger on a steamed-up window writes too."
        ),
    ),
    Definition(
        code="academic.early_years.picks-out-familiar-label",
        topic="reading",
        title="Picks out a label or sign they meet often",
        description=(
            "Can tell or show what it stands for, perhaps a name on a coat peg, the word on a door "
            "or the title of a much-loved book, in print or in Braille."
        ),
        guidance=(
            "Choose one word you pass every day, or stick one on a door at home, and stop there: "
            "“This one says open.” From the third day on, stop, stay quiet and let your child tell "
            "you."
        ),
    ),
    Definition(
        code="academic.early_years.counts-out-five",
        topic="mathematics",
        title="Counts out five things on request",
        description=(
            "Can hand over five spoons, pebbles or socks from a bigger pile when asked for five, "
            "or say or sign stop at the fifth while you move them."
        ),
        guidance=(
            "While clearing up, ask: “Could you give me three pegs, please?” Go up to four or five "
            "on another day. Somebody else may do the moving; the counting and the “stop” stay "
            "with your child."
        ),
    ),
    Definition(
        code="academic.early_years.gathers-what-is-needed",
        topic="study habits",
        title="Gathers what an activity needs",
        description=(
            "Can fetch, name or point to two or three things before starting, for instance paper, "
            "a pencil and something to lean on for drawing."
        ),
        guidance=(
            "Before the next drawing or game, ask: “What will we need?” Start with those things "
            "only, and wait until somebody notices what is missing."
        ),
    ),
    Definition(
        code="academic.early_years.predicts-floating",
        topic="science",
        title="Predicts whether something will float",
        description=(
            "Can say it, sign it or point up or down before a spoon, a leaf or a lid goes into the "
            "water, then look at what it does."
        ),
        guidance=(
            "Put a bowl of water and five things that may get wet on the floor, and stay close. "
            "Ask before each one goes in: “What will it do?” Then sort them into floaters and "
            "sinkers, and enjoy the surprises."
        ),
    ),
    Definition(
        code="academic.early_years.retells-story",
        topic="reading",
        title="Retells a favourite story in order",
        description=(
            "Can tell what happened first, next and last in a story heard or seen many times, in "
            "words, signs or gestures or by laying out pictures."
        ),
        guidance=(
            "Put the book away and tell the story yourself with something silly in it: “And then "
            "the bear flew home.” Let your child put you right, and ask: “So how does it go on?”"
        ),
    ),
    Definition(
        code="academic.early_years.continues-pattern",
        topic="mathematics",
        title="Continues a repeating pattern",
        description=(
            "Can keep it going for three or four more turns, such as spoon, lid, spoon, lid, or "
            "clap, tap, clap, tap."
        ),
        guidance=(
            "Lay a row of spoon, lid, spoon, lid and ask: “What comes now?” Then swap: your child "
            "begins a row and you carry it on. Sounds, steps and things to touch make patterns "
            "too."
        ),
    ),
    Definition(
        code="academic.early_years.labels-drawing-with-name",
        topic="writing",
        title="Labels a drawing with their name",
        description=(
            "Can put it down so that somebody at home recognises it, large, wobbly or back to "
            "front, with a pencil, a finger in paint, letter cards or Braille."
        ),
        guidance=(
            "Write the name at the edge of a scrap of paper and leave it next to the crayons. When "
            "a drawing is done, ask: “Who made this?” and point to an empty corner; a first letter "
            "or stroke is enough for a start."
        ),
    ),
    # 6–9 years
    Definition(
        code="academic.primary.puzzles-out-new-word",
        topic="reading",
        title="Puzzles out an unfamiliar written word",
        description=(
            "Can put it together from its letters or parts, such as sun and flower, then read the "
            "sentence again to see whether it makes sense."
        ),
        guidance=(
            "When the reading stops at a word, wait for three breaths, then cover it and uncover "
            "it part by part, or feel along it together in Braille. If the word does not come, say "
            "it yourself and let the story go on."
        ),
    ),
    Definition(
        code="academic.primary.leaves-written-note",
        topic="writing",
        title="Leaves a written note for somebody at home",
        description=(
            "Can get one message across in a sentence or two, spelt in their own way, by hand, by "
            "keyboard or by telling a helper what to put: “The cat has eaten.”"
        ),
        guidance=(
            "Hide a note of one sentence in a shoe or under a pillow, and end it with a question. "
            "Put blank paper beside it and wait for the post; answer what it says and leave the "
            "spelling be."
        ),
    ),
    Definition(
        code="academic.primary.settles-to-learning-task",
        topic="study habits",
        title="Settles to a learning task in a spot they chose",
        description=(
            "Can be there with what they need and begin within five minutes or so of the agreed "
            "time, whether it is reading, practising or homework."
        ),
        guidance=(
            "Ask: “Where does your head work best today: at the table, on the floor, near me?” Try "
            "that spot for ten minutes with everything else cleared away. Then ask whether to keep "
            "it or to swap."
        ),
    ),
    Definition(
        code="academic.primary.divides-into-equal-shares",
        topic="mathematics",
        title="Divides a pile into equal shares",
        description=(
            "Can deal out a dozen or more among three or four, say how many each gets and what is "
            "left over, with somebody else moving the pieces if need be."
        ),
        guidance=(
            "Hand over a pile of beans, buttons or paper scraps and say: “Make it fair for four.” "
            "After the first round, ask: “How many will each have at the end?” Take one piece away "
            "and see what that does."
        ),
    ),
    Definition(
        code="academic.primary.records-change-over-days",
        topic="science",
        title="Records a change over several days",
        description=(
            "Can draw, mark or note something on three days or more, perhaps a shadow, a sprouting "
            "seed or the shape of the moon, and point to what is different."
        ),
        guidance=(
            "Stand a glass of water by a window and mark its level with a strip of tape, which "
            "fingers can find too. Your child adds a strip each day; at the end, ask: “What do the "
            "strips tell us?”"
        ),
    ),
    Definition(
        code="academic.primary.splits-number-to-add",
        topic="mathematics",
        title="Splits a number to make adding easier",
        description=(
            "Can turn 48 + 27 into 48 + 2 + 25, or find another way round, and say, draw or lay "
            "out how the answer came about."
        ),
        guidance=(
            "Ask “How would you do 39 + 16?” and then tell your own way, fingers included. Say "
            "that you are collecting ways, not racing, and see how many the two of you find."
        ),
    ),
    Definition(
        code="academic.primary.reads-feeling-between-lines",
        topic="reading",
        title="Reads a feeling between the lines of a story",
        description=(
            "Can tell from a slammed door or a whispered answer what somebody in the story may be "
            "feeling, though the word is never used, and show where."
        ),
        guidance=(
            "After a story, read or told, bring back one small thing that somebody did in it: “She "
            "shut the door very slowly.” Ask what was going on inside her, with three feelings to "
            "choose from if that is too wide. Then look for a second place that says the same."
        ),
    ),
    Definition(
        code="academic.primary.marks-unclear-spot",
        topic="study habits",
        title="Marks the spot where a page stops making sense",
        description=(
            "Can put a question mark, a pebble or a finger next to the word, step or number at "
            "which the thread was lost, in a task they read or have read to them."
        ),
        guidance=(
            "Agree on two signs, a dot for “clear” and a question mark for “not yet”, and let your "
            "child go down one page of a task, or of the rules of a game, with them. Talk about "
            "the first question mark only; the dots are already theirs."
        ),
    ),
    Definition(
        code="academic.primary.explains-everyday-change",
        topic="science",
        title="Explains what made an everyday change happen",
        description=(
            "Can give a cause that nobody can see at work: the towel is dry because its water went "
            "into the air, the spoon is hot because the soup passed its heat on."
        ),
        guidance=(
            "Choose one thing that changed today, such as a puddle that has gone, and ask: “Where "
            "is it now?” Whatever the answer, go on with: “How could we check?”"
        ),
    ),
    Definition(
        code="academic.primary.drafts-instructions",
        topic="writing",
        title="Drafts instructions that somebody can follow",
        description=(
            "Can set down four steps or more, written, dictated or drawn with a few words, for "
            "folding a paper hat, feeding a pet or finding a hidden spoon."
        ),
        guidance=(
            "Ask for instructions for something small, and then do what the page says, no more and "
            "no less. Where it goes astray, laugh together and hand back the page for mending."
        ),
    ),
    # 10–12 years
    Definition(
        code="academic.upper_primary.tracks-down-answer-in-text",
        topic="reading",
        title="Tracks down an answer in a factual text",
        description=(
            "Can get to the passage by headings, a list of contents, an index or a search, skip "
            "what does not matter and put the answer into a sentence."
        ),
        guidance=(
            "Take any manual, leaflet or reference book within reach and ask for something you "
            "would like to know from it. Then ask for the route: “Where did you look first, and "
            "what did you skip?”"
        ),
    ),
    Definition(
        code="academic.upper_primary.organises-paragraphs",
        topic="writing",
        title="Organises a page of writing into paragraphs",
        description=(
            "Can give each idea a block of its own in a letter, report or story, so that a reader "
            "can say what every block is about."
        ),
        guidance=(
            "Before the next long piece of writing, put each idea on a slip of paper, in a word or "
            "a drawing, and push the slips about until the order suits. Then one slip becomes one "
            "paragraph, by hand, typed or dictated."
        ),
    ),
    Definition(
        code="academic.upper_primary.jots-key-words",
        topic="study habits",
        title="Jots key words to remember a talk by",
        description=(
            "Can put down about five words, symbols or small drawings while somebody explains or "
            "signs something, and tell the gist from them later."
        ),
        guidance=(
            "Talk for three minutes about something you know a lot about, while your child keeps "
            "to five words or drawings. After the next meal, ask: “What do your five still tell "
            "you?” Swap roles on another day."
        ),
    ),
    Definition(
        code="academic.upper_primary.charts-own-figures",
        topic="mathematics",
        title="Charts figures they collected themselves",
        description=(
            "Can count something for five days or so, perhaps pages read or birds outside, and "
            "turn it into a bar or line chart another person can read."
        ),
        guidance=(
            "Let your child pick something to count and put up a sheet for it where everybody "
            "passes. After five days, ask: “What would this look like as a picture?” Rows of "
            "pebbles or knots on strings make a chart that can be felt."
        ),
    ),
    Definition(
        code="academic.upper_primary.models-natural-process",
        topic="science",
        title="Models how something in nature works",
        description=(
            "Can use things from around the house, a lamp and a ball for day and night or a sponge "
            "for soil in the rain, and say what stands for what. A helper may move the parts."
        ),
        guidance=(
            "Ask “Why is it night somewhere now?” and put out a ball and a lamp, or a warm cup "
            "that hands can find. Let your child direct you: where are we, where is the sun, what "
            "turns?"
        ),
    ),
    Definition(
        code="academic.upper_primary.tests-one-change-at-a-time",
        topic="science",
        title="Tests one change at a time in an experiment",
        description=(
            "Can keep all the rest alike, for instance three paper planes that differ only in "
            "their wings, and have each flown several times before deciding."
        ),
        guidance=(
            "Wet three cloths and ask: “Which will dry first, hung up, folded or crumpled?” Then "
            "ask what has to stay the same to make the race fair, and let your child set it up or "
            "direct it."
        ),
    ),
    Definition(
        code="academic.upper_primary.scales-recipe",
        topic="mathematics",
        title="Scales a recipe to a new number of people",
        description=(
            "Can work out the amounts when two portions become five, or six become three, halves "
            "and quarters included, with paper or a calculator if they like."
        ),
        guidance=(
            "Choose a dish somebody at home makes anyway, say how many it is meant for, and name "
            "another number. Your child calls out the new amounts while somebody measures. On a "
            "day when nobody cooks, plan a made-up feast for thirty."
        ),
    ),
    Definition(
        code="academic.upper_primary.spreads-task-across-week",
        topic="study habits",
        title="Spreads a bigger task across a week",
        description=(
            "Can cut something due next week into three or four parts, give each part a day and "
            "cross off what is done."
        ),
        guidance=(
            "Draw seven boxes for the coming week and ask: “Which box is the last day?” Work from "
            "there back to today, one part to a box. Leave one box empty for whatever comes up."
        ),
    ),
    Definition(
        code="academic.upper_primary.backs-up-opinion-on-story",
        topic="reading",
        title="Backs up an opinion on a story with a passage",
        description=(
            "Can say what they make of a character or an ending and go to two places that speak "
            "for it, on the page, in a recording or from memory."
        ),
        guidance=(
            "Take a story you both know and claim something bold: “I think the hero was selfish.” "
            "Ask for a place that speaks for it or against it, and be ready to change your mind."
        ),
    ),
    Definition(
        code="academic.upper_primary.reworks-draft",
        topic="writing",
        title="Reworks a draft to make it clearer",
        description=(
            "Can go back to a text of their own and change two places or more for the reader’s "
            "sake: a plainer word, a sentence moved, a part cut."
        ),
        guidance=(
            "Offer to read a draft aloud, or sign it, just as it stands, and say: “Stop me "
            "wherever you want it different.” Let all the changing be theirs, and keep your own "
            "ideas until you are asked."
        ),
    ),
    # 13–16 years
    Definition(
        code="academic.secondary.adapts-message-to-reader",
        topic="writing",
        title="Adapts a message to whoever will read it",
        description=(
            "Can put one request into two versions, perhaps for a friend and for an office, and "
            "say what they changed in greeting, length or choice of words."
        ),
        guidance=(
            "Show a message of your own before you send it and ask: “How does this come across to "
            "somebody who has never met me?” Take up one suggestion. Their own messages stay their "
            "own."
        ),
    ),
    Definition(
        code="academic.secondary.quizzes-from-memory",
        topic="study habits",
        title="Quizzes themselves before looking at the notes",
        description=(
            "Can write, say or sketch what they remember of a topic with the book closed, and only "
            "then open it to see what is missing."
        ),
        guidance=(
            "Offer yourself as a pupil for five minutes: “Teach me that, with the notes face "
            "down.” Ask the questions a beginner would. A gap is useful, since it says where to "
            "look next."
        ),
    ),
    Definition(
        code="academic.secondary.expresses-rule-as-formula",
        topic="mathematics",
        title="Expresses an everyday rule as a formula",
        description=(
            "Can put into symbols how one amount follows from another, such as height = 8 + 2 × "
            "bowls, and use it for a case they have not tried."
        ),
        guidance=(
            "Measure a stack of three bowls or chairs, then a stack of four, and ask: “How tall "
            "would forty be?” Once there is an answer, ask for a rule that fits any number, and "
            "check it together on five."
        ),
    ),
    Definition(
        code="academic.secondary.contrasts-two-reports",
        topic="reading",
        title="Contrasts two reports of the same event",
        description=(
            "Can point to something that one of them leaves out, or to a word that tips the "
            "picture, such as “crowd” in one and “mob” in the other."
        ),
        guidance=(
            "Find one piece of news in two places, or ask two people about something they both "
            "saw. Ask: “Which word would the other one never have used?” Say which version you had "
            "believed."
        ),
    ),
    Definition(
        code="academic.secondary.questions-scientific-comparison",
        topic="science",
        title="Questions a comparison used to explain science",
        description=(
            "Can say where a picture such as “the heart is a pump” or “a gene is a recipe” fits, "
            "and name one point at which it no longer does."
        ),
        guidance=(
            "Bring up a comparison you were once taught, perhaps that the brain is a computer, and "
            "ask: “Where does that stop working?” Look together for a closer one, over the dishes "
            "or on the way somewhere."
        ),
    ),
    Definition(
        code="academic.secondary.unmasks-misleading-chart",
        topic="mathematics",
        title="Unmasks a chart or figure that misleads",
        description=(
            "Can name what does it: an axis that starts at 90, an average that one huge value "
            "pulls up, a percentage that never says of what."
        ),
        guidance=(
            "Keep the next chart or percentage you meet, on a packet, on a poster or in the news, "
            "and describe it for anybody who cannot see it. Ask: “What would you want to know from "
            "whoever made this?”"
        ),
    ),
    Definition(
        code="academic.secondary.interprets-image-in-poem-or-song",
        topic="reading",
        title="Interprets an image in a poem or song",
        description=(
            "Can say what a line like “the house held its breath” brings to mind and which words "
            "lead there. Two readings may stand side by side."
        ),
        guidance=(
            "Share a line that has stayed with you, from a song, a proverb or a book, and what you "
            "take it to mean. Ask: “Do you find something else in it?” Whether they share one of "
            "theirs is up to them."
        ),
    ),
    Definition(
        code="academic.secondary.proposes-second-explanation",
        topic="science",
        title="Proposes a second explanation for a finding",
        description=(
            "Can suggest what else may be at work when two things rise together, as ice cream "
            "sales and sunburn do: a shared cause such as hot weather, chance, or cause and effect "
            "swapped."
        ),
        guidance=(
            "Listen out this week for a claim of the kind “people who do this are more like that”, "
            "and ask: “What else could explain it?” Go for three explanations, wild ones included. "
            "Then ask which of them could be tested, and how."
        ),
    ),
    Definition(
        code="academic.secondary.adjusts-study-plan",
        topic="study habits",
        title="Adjusts a study plan after trying it out",
        description=(
            "Can name one thing they changed after a week or two, such as shorter sessions, "
            "another time of day or the hardest topic first, and whether it helped."
        ),
        guidance=(
            "Tell of a plan of your own that came apart and what you did about it. Ask: “Is there "
            "anything in your week you would move, if it were up to you?” Where it can be moved, "
            "move it, and leave marks out of the conversation."
        ),
    ),
    Definition(
        code="academic.secondary.answers-objection-in-writing",
        topic="writing",
        title="Answers an objection in writing",
        description=(
            "Can put the other side’s strongest reason fairly when making a case, in a letter, a "
            "speech or an essay, and reply to it with a reason or an example."
        ),
        guidance=(
            "Pick a question the two of you answer differently, such as whether a film can do a "
            "book justice, and ask for their case on half a page, written or dictated, with the "
            "objection you are likely to raise. Reply on paper too, and answer their best point "
            "first."
        ),
    ),
)
