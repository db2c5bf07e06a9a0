"""Aspirational: what a parent may see from three to sixteen.

Ordered within each age band: the first is usually seen before the last.
"""

from seeds.definitions.schema import Definition

DEFINITIONS: tuple[Definition, ...] = (
    # 3–5 years
    Definition(
        code="aspirational.early_years.repeats-something-new",
        topic="perseverance",
        title="Repeats something new many times in a row",
        description=(
            "Can do it five times or more for the joy of it: a lid put on, a jump from the bottom "
            "step, a light switched on and off, a funny sound."
        ),
        guidance=(
            "When “again” comes, in whatever form, stay for five more rounds and say what you "
            "notice: “The lid is back on.” If it takes your hands to do it, wait each time for the "
            "sound, sign or nudge that asks for another."
        ),
    ),
    Definition(
        code="aspirational.early_years.takes-first-go",
        topic="growth mindset",
        title="Takes a first go at something unfamiliar",
        description=(
            "Can touch it, join in or ask about it for a moment with a grown-up close by, perhaps "
            "dough, a new song or a tunnel of chairs. Watching from your lap may come first."
        ),
        guidance=(
            "Bring out one thing your child has never played with, such as a whisk, and enjoy it "
            "by yourself for two minutes. Then put it down within reach and say nothing: a "
            "fingertip, a sniff or a question is a first go."
        ),
    ),
    Definition(
        code="aspirational.early_years.leads-copy-me",
        topic="leadership",
        title="Leads a game of copy-me",
        description=(
            "Can think up two or three movements, sounds or faces for somebody to copy, such as a "
            "stamp, a roar or puffed-out cheeks."
        ),
        guidance=(
            "Say “You lead”, and for one minute copy everything your child does, down to the "
            "smallest wriggle or hum. Then ask: “Who leads now?”"
        ),
    ),
    Definition(
        code="aspirational.early_years.goes-back-to-unfinished-thing",
        topic="perseverance",
        title="Goes back to something left unfinished",
        description=(
            "Can take up a puzzle, a den or a drawing again after a meal or a night’s sleep, or "
            "point to it and ask for it."
        ),
        guidance=(
            "When something half done has to make way, put it on a tray or a shelf and say: “This "
            "is not finished, so we are keeping it.” Bring it out the next day with “This has been "
            "waiting for you”, and leave it to your child whether to go on."
        ),
    ),
    Definition(
        code="aspirational.early_years.says-beforehand-what-to-make",
        topic="goals",
        title="Says beforehand what they are going to make",
        description=(
            "Can let you in on the idea before they begin, in a word, a sign or a scribble: a bed "
            "for the bear, soup of leaves, a road to the door. It may become another thing on the "
            "way."
        ),
        guidance=(
            "While you clear a space for boxes, blocks or crayons, ask: “What is it going to be?” "
            "Later, ask: “And what has it become?” A new idea halfway is half the fun."
        ),
    ),
    Definition(
        code="aspirational.early_years.changes-one-thing",
        topic="growth mindset",
        title="Changes one thing when an idea does not work",
        description=(
            "Can turn the piece round, put the big block at the bottom or swap the spoon for a "
            "ladle, or tell somebody what to change."
        ),
        guidance=(
            "Build a tower that is bound to topple, and when it does, think aloud: “The small one "
            "was at the bottom, so what now?” Make whatever change your child says or points to, "
            "and see what happens."
        ),
    ),
    Definition(
        code="aspirational.early_years.teaches-how-thing-is-done",
        topic="leadership",
        title="Teaches somebody how a thing is done",
        description=(
            "Can tell, sign or act it out for a visitor, somebody younger or a toy: how the cat "
            "song goes, how to fold a cloth, where the spoons live."
        ),
        guidance=(
            "Play the beginner: “I have forgotten how the cat song goes, would you teach me?” "
            "Follow every instruction, the odd ones included, and thank your teacher at the end."
        ),
    ),
    Definition(
        code="aspirational.early_years.sticks-with-fiddly-task",
        topic="perseverance",
        title="Sticks with a fiddly task for five minutes",
        description=(
            "Can stay at peeling a fruit, pegging up socks or a puzzle of a few pieces, with a "
            "rest or some help in between. Steering your hands by word or sign counts just as much."
        ),
        guidance=(
            "Choose a time with nowhere to be and offer one fiddly job, such as pegging socks on a "
            "string. Sit close with a fiddly job of your own and let them hear how it goes: "
            "“Nearly, and it slipped again.”"
        ),
    ),
    Definition(
        code="aspirational.early_years.talks-about-being-big",
        topic="goals",
        title="Talks about something to do “when I am big”",
        description=(
            "Can say, sign, draw or play it: mend clocks, drive the night bus, have three dogs, be "
            "a fish. Tomorrow there may be a new idea."
        ),
        guidance=(
            "On the way somewhere, ask: “What will you do when you are as old as I am?” Take "
            "whatever comes seriously and ask on, perhaps: “And where would the dogs sleep?” A "
            "game of dressing up is an answer as well."
        ),
    ),
    Definition(
        code="aspirational.early_years.recalls-what-used-to-be-hard",
        topic="growth mindset",
        title="Recalls something that used to be hard",
        description=(
            "Can name, sign or point out one thing that has become easier, say a zip, a long word, "
            "the dark hallway or waiting for a turn."
        ),
        guidance=(
            "Find a photo, a drawing or an outgrown shoe from long ago and remember with it: “Back "
            "then you called every bird a duck.” Ask: “What is easy now that was hard then?” "
            "Songs, jokes and names of friends belong here as much as climbing."
        ),
    ),
    # 6–9 years
    Definition(
        code="aspirational.primary.raises-level-of-game",
        topic="growth mindset",
        title="Raises the level of a game that has become easy",
        description=(
            "Can come up with a slightly harder version for themselves: a step further back, a "
            "longer word, two puzzles in one heap, counting down by twos."
        ),
        guidance=(
            "Play something short, such as balls of paper into a pot or a tongue-twister, and "
            "after three easy rounds ask: “How could we make it trickier?” Let everybody choose "
            "their own next level, and go back one when the fun stops."
        ),
    ),
    Definition(
        code="aspirational.primary.keeps-going-with-own-words",
        topic="perseverance",
        title="Cheers themselves on through a hard moment",
        description=(
            "Can say, whisper or sign something that keeps them going, such as “one more row”, "
            "“slowly does it” or a count to three before the next go."
        ),
        guidance=(
            "Do it aloud yourself when a lid is stuck or a form has no end: “One line at a time.” "
            "Then ask: “What could your words be?” Written small, or drawn, they can wait where "
            "the hard thing happens."
        ),
    ),
    Definition(
        code="aspirational.primary.sets-goal-for-week",
        topic="goals",
        title="Sets a goal that fits into one week",
        description=(
            "Can name one thing they would like to have done, or be able to do, seven days from "
            "now: a card for a friend, a new knot, a story heard to its end."
        ),
        guidance=(
            "Let everybody at home name one small thing for the next seven days, grown-ups first, "
            "and put them all on one sheet in words or drawings. On the last day, go through it "
            "together; “not this week” is as good a report as “done”."
        ),
    ),
    Definition(
        code="aspirational.primary.presents-idea",
        topic="leadership",
        title="Presents an idea for a shared afternoon",
        description=(
            "Can put it to family or friends with a reason or a drawing, and hear what they say: "
            "“Let us build a den, because it is raining anyway.”"
        ),
        guidance=(
            "Offer an hour of the week: “Four o’clock to five is yours to fill, with things we "
            "have.” Ask what would make everybody want to come along, and then do it much as it "
            "was presented."
        ),
    ),
    Definition(
        code="aspirational.primary.works-out-first-step",
        topic="goals",
        title="Works out the first step towards a wish",
        description=(
            "Can turn “I want to put on a show” into something to begin with today, perhaps "
            "choosing the story or making a single ticket."
        ),
        guidance=(
            "When you hear “I wish I could…”, ask: “What is the smallest bit of that we could do "
            "before bedtime?” Do that bit and no more, and see whether the wish is still there "
            "tomorrow."
        ),
    ),
    Definition(
        code="aspirational.primary.practises-on-four-days",
        topic="perseverance",
        title="Practises one skill on four days of a week",
        description=(
            "Can give it five or ten minutes at a time, with a reminder if that helps: a song, a "
            "sign, a card trick, a tight turn in the wheelchair."
        ),
        guidance=(
            "Ask which small skill your child would love to have, and offer to be the audience: "
            "four evenings, five minutes each. End while it is still fun, and say: “To be "
            "continued.”"
        ),
    ),
    Definition(
        code="aspirational.primary.passes-on-tip-from-mistake",
        topic="growth mindset",
        title="Passes on a tip learnt from a mistake",
        description=(
            "Can say, write or draw what to do next time, after a blot, a burst bag or a wrong "
            "turning: “Let the paint dry before you fold it.”"
        ),
        guidance=(
            "Put up a sheet called “Found out the hard way”, and write the first line yourself: "
            "“Taste the soup before you salt it.” Whoever has a mishap this week may add a tip. "
            "The sheet names no names."
        ),
    ),
    Definition(
        code="aspirational.primary.shares-out-jobs",
        topic="leadership",
        title="Shares out the jobs in a joint plan",
        description=(
            "Can find a part for everybody in a game, a meal or a surprise, somebody much younger "
            "included, and ask who would like which."
        ),
        guidance=(
            "Hand over something you do together anyway, such as laying the table or emptying a "
            "cupboard: “You are in charge of who does what.” Take the job you are given, and ask "
            "later: “Who had too much to do, and who too little?”"
        ),
    ),
    Definition(
        code="aspirational.primary.tracks-own-plan",
        topic="goals",
        title="Tracks how far a plan of theirs has come",
        description=(
            "Can colour a square, move a peg or tie a knot for each part that is done, such as a "
            "page of a home-made book, and say how much is still to come."
        ),
        guidance=(
            "Ask what your child is in the middle of, and draw its path together as a row of "
            "boxes. Once it is up, the marking is theirs alone. If the boxes stay empty, ask: "
            "“Smaller boxes, or a different plan?”"
        ),
    ),
    Definition(
        code="aspirational.primary.finishes-dull-part",
        topic="perseverance",
        title="Finishes the dull part of something they began",
        description=(
            "Can see to what is left when the fun has gone out of it: the plain blue sky in a "
            "puzzle, the brushes after painting, the envelope for a letter."
        ),
        guidance=(
            "When a project stalls near its end, ask: “Which bit is the dull one, and how small is "
            "it really?” Put on or sing one song, do a dull job of your own next to your child for "
            "as long as it lasts, and look at the finished thing together."
        ),
    ),
    # 10–12 years
    Definition(
        code="aspirational.upper_primary.borrows-method",
        topic="growth mindset",
        title="Borrows a method from somebody skilled",
        description=(
            "Can look on or ask how a person they admire goes about it, and take over one detail: "
            "how a friend shades a face, how an aunt remembers names."
        ),
        guidance=(
            "Ask who in your family or street does something your child would love to be able to "
            "do, and arrange ten minutes of looking on, listening or asking. One question is "
            "enough to take along: “What do you do first?”"
        ),
    ),
    Definition(
        code="aspirational.upper_primary.guides-beginner",
        topic="leadership",
        title="Guides a beginner through a task by hints only",
        description=(
            "Can give one hint at a time, in words, signs or by pointing, while somebody of any "
            "age knots, bakes, draws or counts, and wait while they work it out."
        ),
        guidance=(
            "Find something your child can do that you cannot, a game, a dance, a trick on a "
            "screen, and ask to be taught under one rule: the teacher gives hints and leaves the "
            "doing to you. Say at the end which hint helped you most."
        ),
    ),
    Definition(
        code="aspirational.upper_primary.weighs-up-two-wishes",
        topic="goals",
        title="Weighs up two wishes that compete for their time",
        description=(
            "Can say or list what speaks for each, for instance the choir and the chess corner on "
            "the same afternoon, then go for one and save the other for later."
        ),
        guidance=(
            "Take a choice that is coming up anyway and write each wish on a slip. Ask of one, and "
            "then of the other: “What would you miss if this went into the drawer?” Put a date on "
            "the slip that waits."
        ),
    ),
    Definition(
        code="aspirational.upper_primary.rebuilds-after-loss",
        topic="perseverance",
        title="Rebuilds something after it has fallen apart",
        description=(
            "Can make a second start, the same day or a week later, when a model collapses, a file "
            "vanishes or rain gets at the posters. Anger may come first, and the new one may look "
            "quite different."
        ),
        guidance=(
            "When something of theirs is ruined, leave room for the loss: “All that work, what a "
            "pity.” Hours or days later, ask: “Is there a piece of it worth saving?” Whether to "
            "start afresh is for them to decide."
        ),
    ),
    Definition(
        code="aspirational.upper_primary.asks-opinion-on-half-done-work",
        topic="growth mindset",
        title="Asks for an opinion on something half done",
        description=(
            "Can bring a drawing, a talk or a plan to somebody while there is time to change it, "
            "with a question such as “Is the ending too sudden?”"
        ),
        guidance=(
            "Go first: bring your child something of yours that is half done, a message, a soup, a "
            "shelf, and ask one precise question about it. Make one change because of the answer. "
            "When you are the one who is asked, reply to that question only."
        ),
    ),
    Definition(
        code="aspirational.upper_primary.launches-improvement",
        topic="leadership",
        title="Launches a small improvement at home",
        description=(
            "Can spot what bothers everybody, such as lost keys or a dark landing, think of a "
            "remedy and get it going with whoever it takes."
        ),
        guidance=(
            "At a meal, let each person name one small thing at home that annoys them every week, "
            "and ask: “Which of these would you like to solve?” Offer a free hand, whatever lies "
            "about the house and a helper of your child’s choice. A few days later, ask everybody "
            "how the remedy is working."
        ),
    ),
    Definition(
        code="aspirational.upper_primary.prepares-for-obstacle",
        topic="goals",
        title="Prepares for an obstacle in a plan of their own",
        description=(
            "Can name something that is likely to get in the way and what they would do then: “If "
            "the hall is taken, we rehearse on the stairs.”"
        ),
        guidance=(
            "When your child tells you of a plan, ask: “What is most likely to get in the way?” "
            "Once there is one thing, ask: “And if it does?” Keep the obstacles that occur to you "
            "for another day."
        ),
    ),
    Definition(
        code="aspirational.upper_primary.consults-everybody",
        topic="leadership",
        title="Consults everybody before a shared decision",
        description=(
            "Can ask each person, the quiet ones included, before a game, an outing or a menu is "
            "settled, and look for a choice that leaves nobody out."
        ),
        guidance=(
            "Put your child in charge of one decision this week, perhaps what to do on the next "
            "free day, with one rule: nobody is asked twice until everybody has been asked once. "
            "Pointing, signs and notes are answers too, and somebody far away can join by message."
        ),
    ),
    Definition(
        code="aspirational.upper_primary.carries-project-over-weeks",
        topic="perseverance",
        title="Carries a project of their own over several weeks",
        description=(
            "Can come back to it at least once a week for about a month, be it a comic, a model, a "
            "tune or a bean plant, and say where it stands."
        ),
        guidance=(
            "Find a corner, box or folder where the project can lie open from one week to the "
            "next, safe from everybody’s tidying. On one evening ask: “What happens to it next?” "
            "Let the answer be as long or as short as they like."
        ),
    ),
    Definition(
        code="aspirational.upper_primary.credits-success-to-approach",
        topic="growth mindset",
        title="Credits a success to how they went about it",
        description=(
            "Can say what made the difference when something came off, such as going slowly, "
            "asking early or sleeping on it, along with any luck there was."
        ),
        guidance=(
            "When something goes well this week, save the verdict and ask: “How did you go about "
            "it?” Keep the answer in mind, and hand it back when the next hard thing comes along: "
            "“Last time, you said that starting small helped.”"
        ),
    ),
    # 13–16 years
    Definition(
        code="aspirational.secondary.interviews-about-path",
        topic="goals",
        title="Interviews somebody about the path they took",
        description=(
            "Can ask a person in a job, a craft, a caring role or a voluntary post how they came "
            "to it and what an average Tuesday is like, face to face, by call or by message."
        ),
        guidance=(
            "Think of two people you know whose days look nothing like yours, and offer to put "
            "your teenager in touch. The questions are theirs; one that you can lend is: “What did "
            "you expect it to be like?”"
        ),
    ),
    Definition(
        code="aspirational.secondary.coordinates-plan",
        topic="leadership",
        title="Coordinates a plan that takes several people",
        description=(
            "Can agree with three people or more, in person or by message, on who does what by "
            "when for a film night, a rehearsal or a neighbour’s move, and pass on changes in "
            "time."
        ),
        guidance=(
            "Next time something for several people needs arranging, ask: “Would you run this one, "
            "with me as a helper?” Do your part by the time you are given, and let small mishaps "
            "be theirs to solve."
        ),
    ),
    Definition(
        code="aspirational.secondary.sifts-criticism",
        topic="growth mindset",
        title="Sifts criticism for what is of use",
        description=(
            "Can take a remark on their work, from a teacher, a friend or a stranger, and tell the "
            "part they will use from the part they will leave."
        ),
        guidance=(
            "Take a remark that somebody once made about your own work, and sort it aloud into "
            "“use” and “leave”. Before you say anything about theirs this week, ask: “Would you "
            "like a comment, or just a reader?”"
        ),
    ),
    Definition(
        code="aspirational.secondary.regroups-after-no",
        topic="perseverance",
        title="Regroups after a no that hurt",
        description=(
            "Can let some days pass when a part, a place or a prize went elsewhere, and then name "
            "a next move: ask for reasons, apply again, choose something new. How much they tell "
            "you is up to them."
        ),
        guidance=(
            "When a no arrives, say “That hurts”, and keep every silver lining to yourself. Some "
            "days later, ask once: “Would you like anything from me for what comes next?” A shrug "
            "may simply mean that it is too soon."
        ),
    ),
    Definition(
        code="aspirational.secondary.champions-cause",
        topic="leadership",
        title="Champions a cause they care about",
        description=(
            "Can do one thing to win people over: a letter, a talk, a poster, a swap of outgrown "
            "clothes, a case made at table that changes what the household does."
        ),
        guidance=(
            "Ask: “If ten people round here would change one thing for you, what would it be?” "
            "Offer something small towards it, an hour, a contact or a stretch of wall, and say "
            "openly where you see the matter differently."
        ),
    ),
    Definition(
        code="aspirational.secondary.sketches-two-futures",
        topic="goals",
        title="Sketches two quite different futures",
        description=(
            "Can describe, draw or list two lives they could imagine ten years on: where, with "
            "whom, what fills the days. Neither has to be likely, and one may stay private."
        ),
        guidance=(
            "Some evening, tell of a future you once had in mind and of the one that came instead. "
            "Then ask: “If you had two lives to live, what would the second be?” Ask about its "
            "days; leave out its wages."
        ),
    ),
    Definition(
        code="aspirational.secondary.paces-long-effort",
        topic="perseverance",
        title="Paces a long effort so that it lasts",
        description=(
            "Can stay with something for two months or more, such as a language, a long story or a "
            "vegetable patch, by doing less in hard weeks and resting on purpose."
        ),
        guidance=(
            "Let your teenager see you stop in time: “I am leaving this here, so that I still want "
            "to go on tomorrow.” Ask which week ahead looks heaviest, and offer to take one chore "
            "off them for as long as it lasts."
        ),
    ),
    Definition(
        code="aspirational.secondary.takes-back-verdict",
        topic="growth mindset",
        title="Takes back an old verdict on themselves",
        description=(
            "Can question a sentence like “I am no good with numbers” or “I am not a leader”, and "
            "name something they have done that no longer fits it."
        ),
        guidance=(
            "Take back one of your own first: “I always say I cannot sing; the truth is that I "
            "stopped at eleven.” Then ask: “Is there anything we say about you at home that is out "
            "of date?” If there is, stop saying it."
        ),
    ),
    Definition(
        code="aspirational.secondary.retires-goal",
        topic="goals",
        title="Retires a goal that no longer fits",
        description=(
            "Can say what has changed, in them or around them, and what they keep from it: a "
            "friend, a skill, a thing found out about themselves."
        ),
        guidance=(
            "Mention something you gave up at the right time, and what it made room for. If your "
            "teenager is carrying something that has gone stale, ask: “If you were not in it yet, "
            "would you begin it today?” The answer belongs to them, and so does the date."
        ),
    ),
    Definition(
        code="aspirational.secondary.steps-back-for-somebody-else",
        topic="leadership",
        title="Steps back so that somebody else can lead",
        description=(
            "Can leave a role they could fill themselves to another person, in a team, a group or "
            "the kitchen, share what is worth knowing about it and let it be done another way."
        ),
        guidance=(
            "Go first: choose something at home that you always run, a meal, a journey, a weekend "
            "plan, and ask your teenager to run it this time. Afterwards, ask: “What did you need "
            "from me, and where was I in the way?”"
        ),
    ),
)
