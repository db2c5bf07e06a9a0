"""Physical: what a parent may see from three to sixteen.

Ordered within each age band: the first is usually seen before the last.
"""

from seeds.definitions.schema import Definition

DEFINITIONS: tuple[Definition, ...] = (
    # 3–5 years
    Definition(
        code="physical.early_years.signals-hunger-or-fullness",
        topic="nutrition",
        title="Signals hunger, thirst or a full tummy",
        description=(
            "Can let you know by a word, a sign, a picture or a turned head that they would like "
            "some, or that it is enough for now."
        ),
        guidance=(
            "Halfway through one meal or feed a day, ask: “More, a pause, or all done?” Take the "
            "answer seriously, so that stopping is as easy as going on. Where a care team sets the "
            "amounts, or a tube does the feeding, a sign for “slower” or “wait” can still change "
            "the pace."
        ),
    ),
    Definition(
        code="physical.early_years.sends-ball-to-somebody",
        topic="sport",
        title="Sends a ball or a rolled-up sock to somebody",
        description=(
            "Can roll, push, throw or kick it roughly towards a person two or three big steps "
            "away, from the floor, a lap or a chair."
        ),
        guidance=(
            "Sit opposite each other with a rolled-up pair of socks and say: “It is coming to "
            "visit you!” Down a tilted tray, one nudge is enough to send it off. Clap or call each "
            "time, and a child who sees little has a direction."
        ),
    ),
    Definition(
        code="physical.early_years.weaves-around-obstacles",
        topic="motor skills",
        title="Weaves a path around obstacles",
        description=(
            "Can get past three or four cushions, shoes or chairs to the far side, on feet, knees, "
            "bottom or wheels, with a frame, or by telling whoever pushes where to turn."
        ),
        guidance=(
            "Lay a course across the floor with a toy waiting at its end and ask: “Which way "
            "round?” Leave gaps wide enough for whatever your child moves on; a string along the "
            "route gives fingers something to follow. Then it is your turn, on a course they have "
            "laid or dictated."
        ),
    ),
    Definition(
        code="physical.early_years.shapes-dough-or-sand",
        topic="motor skills",
        title="Shapes something out of dough, mud or damp sand",
        description=(
            "Can press, roll or squeeze it into a ball, a snake or a cake of their own, with "
            "hands, feet or elbows, or through fingers of yours that go where they are told."
        ),
        guidance=(
            "Give each of you a lump of damp earth or sand and say: “Mine wants to be a worm, what "
            "does yours want to be?” If touching it is unpleasant, put it inside a bag or an old "
            "sock first. A child who points with the eyes can choose where your thumb presses."
        ),
    ),
    Definition(
        code="physical.early_years.arranges-sleeping-place",
        topic="sleep",
        title="Arranges their sleeping place to their liking",
        description=(
            "Can put two or three things where they want them, or let you know the spot: the "
            "blanket up to here, the rabbit on that side, a bit of light or none."
        ),
        guidance=(
            "At bedtime this week, ask “What goes where tonight?” and put each thing exactly "
            "there. A corner of a shared bed or mat is place enough, and where a tube or a splint "
            "has its fixed spot, all the rest is free to choose."
        ),
    ),
    Definition(
        code="physical.early_years.moves-through-whole-song",
        topic="fitness",
        title="Moves through a whole song in their own way",
        description=(
            "Can sway, hop, roll, wave, turn wheels or wriggle for two or three minutes, from the "
            "first notes to the last, with a little rest in between if they want one."
        ),
        guidance=(
            "Once a day, sing or play the same song and borrow one movement from each other every "
            "time. One finger or an eyebrow can dance it all. A child who hears little can take "
            "the beat from your drumming on the table or on the arm of the chair."
        ),
    ),
    Definition(
        code="physical.early_years.explores-food-with-sense",
        topic="nutrition",
        title="Explores an unfamiliar food with one of the senses",
        description=(
            "Can sniff it, stroke it, look at it closely, listen to it snap or give it a lick. "
            "Eating it is not part of this."
        ),
        guidance=(
            "Put a little of something you are having anyway on a saucer in the middle and be "
            "explorers together: “What does it sound like?” Anybody may say “no, thank you” at any "
            "point, and that ends the expedition. Nose, ears and fingers do all of it for a child "
            "who takes nothing by mouth; leave out whatever an allergy rules out."
        ),
    ),
    Definition(
        code="physical.early_years.swaps-parts-in-hiding-game",
        topic="sport",
        title="Swaps parts in a game of chasing or hiding",
        description=(
            "Can be the seeker one time and the hider the next, or the catcher and then the one "
            "who is caught, on foot, on wheels or in somebody’s arms."
        ),
        guidance=(
            "Play hide-and-seek in a single room and change over after every find: “Now it is me "
            "who hides.” A teddy can do the hiding for a child who needs carrying, in a spot of "
            "their choice. A hummed tune leads a seeker who goes by ear."
        ),
    ),
    Definition(
        code="physical.early_years.asks-for-rest",
        topic="sleep",
        title="Asks for a rest when the day gets long",
        description=(
            "Can say or sign that they are tired, fetch a blanket or lean in, now and then before "
            "the tears come."
        ),
        guidance=(
            "In the evening, say it of yourself first: “My eyes are heavy and my arms are slow, I "
            "am getting tired.” Then ask: “What does your body say?” When your child tells you of "
            "their own accord, answer with a quiet spot, whatever the hour."
        ),
    ),
    Definition(
        code="physical.early_years.finds-heartbeat",
        topic="fitness",
        title="Finds their heartbeat after lively play",
        description=(
            "Can put a hand on their chest or neck, or guide yours there, and tell you that it "
            "knocks fast now, and slower once they have rested."
        ),
        guidance=(
            "After dancing, wheeling or a pillow battle, lay a hand on your chest and say: “Mine "
            "is knocking fast, where is yours?” Rest for the length of a song and feel again. If a "
            "hand of their own does not reach, yours can tap on their arm what it feels."
        ),
    ),
    # 6–9 years
    Definition(
        code="physical.primary.invents-game-for-small-space",
        topic="fitness",
        title="Invents a lively game for a small space",
        description=(
            "Can come up with something that gets bodies moving in a hallway, on a mat or around a "
            "bed, and keep it up for ten minutes or so: a crossing as quiet as a cat, a storm in a "
            "boat of cushions."
        ),
        guidance=(
            "Lay out a blanket and ask: “What could get us moving on a patch as big as this?” Play "
            "it by your child’s rules, lying, sitting or upright. Blowing, reaching and pulling "
            "faces are movements too."
        ),
    ),
    Definition(
        code="physical.primary.fastens-something-fiddly",
        topic="motor skills",
        title="Fastens something fiddly, such as a zip or a lace",
        description=(
            "Can close it in any way that works, with two hands, one hand, teeth, a hook or a loop "
            "of string on the zip, or talk a helper through every move."
        ),
        guidance=(
            "Pick one fastening and do it yourself up to the last move, then say: “The end is "
            "yours.” Leave one move more each day. If you are the hands, do only what you are "
            "told, mistakes and all."
        ),
    ),
    Definition(
        code="physical.primary.topples-target",
        topic="sport",
        title="Topples a target from as far off as they like",
        description=(
            "Can bring down an empty bottle or a tower of cups a few times, by throwing, rolling "
            "or kicking something soft, or by letting it go at the top of a ramp."
        ),
        guidance=(
            "Stand up three things that may fall over and ask: “From where would it be fun today?” "
            "A tray leaned on a chair makes a ramp that needs only a push or a puff. Tap on the "
            "target before each go for a child who aims by ear, and enjoy the crash."
        ),
    ),
    Definition(
        code="physical.primary.compares-food-in-two-forms",
        topic="nutrition",
        title="Compares one food in two forms",
        description=(
            "Can tell by words, signs or a face what changes when it is raw or cooked, whole or "
            "mashed, warm or cold, and which they would pick. Smelling or touching is comparison "
            "enough."
        ),
        guidance=(
            "Take something that is in the kitchen anyway, put it out in two forms and begin with "
            "a verdict of your own: “This one is louder.” Collect a verdict from everybody, and "
            "let every taste stand. A short list of foods, or a feeding tube, is no obstacle: the "
            "nose and the fingertips are good judges."
        ),
    ),
    Definition(
        code="physical.primary.resettles-after-waking",
        topic="sleep",
        title="Resettles after waking in the night",
        description=(
            "Can go back to lying quietly, asleep or not, with something that has worked before: a "
            "sip of water, a song in the head, a soft toy, one call to you."
        ),
        guidance=(
            "By daylight, ask: “What could keep you company if you wake up?” Lie down together for "
            "two minutes and try it out. Say as well that pain, a bad dream or a bleeping pump is "
            "always a reason to call you."
        ),
    ),
    Definition(
        code="physical.primary.takes-breather",
        topic="fitness",
        title="Takes a breather in the middle of active play",
        description=(
            "Can stop for a drink, some slow breaths or a lean against the wall, let you know what "
            "is needed, and then go on or call it a day."
        ),
        guidance=(
            "Choose a cushion or a step as the filling station. Next time play gets lively, be the "
            "first to go there and say: “Water and ten breaths, then I am back.” A child whose "
            "strength runs out early can plan two stops before the start."
        ),
    ),
    Definition(
        code="physical.primary.reaches-ten-passes",
        topic="sport",
        title="Reaches ten passes in a row with a partner",
        description=(
            "Can send a scarf, a paper ball or a real one to and fro, through the air, along the "
            "floor or across a table, until the two of them have about ten, or the number they set "
            "themselves."
        ),
        guidance=(
            "Count aloud as one team: “How far will the two of us get?” Slow things such as a "
            "light cloth give everybody time, and dry leaves in a paper bag can be heard coming. A "
            "tray on the lap that bumps it back makes a pass like any other."
        ),
    ),
    Definition(
        code="physical.primary.puts-together-snack",
        topic="nutrition",
        title="Puts together a snack for two",
        description=(
            "Can get something ready that needs no heat, such as washed fruit, a spread on "
            "something flat or leftovers shared between two plates, by hand or by giving the "
            "orders."
        ),
        guidance=(
            "Let your child look through what is there and say: “You are the chef, and I am the "
            "extra hands.” Hold, open or cut only when you are called. With a feeding tube, the "
            "chef can cater for two others, or lay out their own feed with you."
        ),
    ),
    Definition(
        code="physical.primary.combines-two-movements",
        topic="motor skills",
        title="Combines two movements in one rhythm",
        description=(
            "Can hold the two together for half a minute: step and clap, push and nod, blink and "
            "hum, to a beat that is heard or felt."
        ),
        guidance=(
            "Drum slowly on the table and add a movement: “Mine is the shoulder, now put one of "
            "yours on top.” Hands flat on the wood pick up the beat when ears do not. Go faster "
            "only for the fun of getting into a tangle."
        ),
    ),
    Definition(
        code="physical.primary.links-morning-to-night",
        topic="sleep",
        title="Links a hard morning to the night before",
        description=(
            "Can say that being slow, cross or foggy today may have to do with a late or broken "
            "night, or tell what went into a good one."
        ),
        guidance=(
            "For five mornings, everybody gives their night a weather: sunny, cloudy, stormy. On "
            "the sixth, ask: “What did the sunny ones have in common?” A stormy night is weather, "
            "and nobody’s fault."
        ),
    ),
    # 10–12 years
    Definition(
        code="physical.upper_primary.picks-apart-movement",
        topic="motor skills",
        title="Picks apart a tricky movement to practise it",
        description=(
            "Can single out one piece of a dance step, a turn on wheels, a knot or the way from "
            "chair to bed, go over it slowly and then put it back into the whole."
        ),
        guidance=(
            "Let your child pick a movement that you find hard yourself, and be beginners side by "
            "side. After each go, say which bit wobbles: “With me it is the start.” Then both "
            "repeat only that bit, three times in slow motion, seated if that suits."
        ),
    ),
    Definition(
        code="physical.upper_primary.interrupts-stillness",
        topic="fitness",
        title="Interrupts a long spell of stillness to move",
        description=(
            "Can notice in a film, over homework or on a journey that the body has had enough, and "
            "stretch, lean, change position or ask to be turned, for a minute or more."
        ),
        guidance=(
            "Agree that whoever notices it first calls “Everybody, change”, and that grown-ups "
            "take part. Each shifts or stretches whatever can be shifted, in the seat, in bed or "
            "across the room. Tomorrow somebody else calls."
        ),
    ),
    Definition(
        code="physical.upper_primary.investigates-ingredients",
        topic="nutrition",
        title="Investigates what a dish or packet contains",
        description=(
            "Can go through the list, have it read out or ask whoever cooked, and say whether it "
            "suits somebody with an allergy, a sore mouth or things they do not eat. It is about "
            "ingredients, not about numbers."
        ),
        guidance=(
            "Before the next shared meal, name a person and what they leave out, and ask: “Is this "
            "one all right for them?” The finding out is for your child, and you act on the "
            "answer. For somebody fed by tube, what goes into a feed makes a good first case."
        ),
    ),
    Definition(
        code="physical.upper_primary.bends-rule-for-everybody",
        topic="sport",
        title="Bends a rule so that everybody can play",
        description=(
            "Can suggest a change when a game leaves somebody out, perhaps themselves: a shorter "
            "course, two bounces, a ball in a rustling bag, a partner to push."
        ),
        guidance=(
            "Think of somebody who usually only watches, and ask: “What would bring them into this "
            "game?” Try the answer for one round. Then ask that very person how it was, and change "
            "it again if they say so."
        ),
    ),
    Definition(
        code="physical.upper_primary.unloads-racing-mind",
        topic="sleep",
        title="Unloads a racing mind before going to sleep",
        description=(
            "Can write a thought down, whisper it to somebody, sketch it or lock it in an "
            "imaginary drawer until the morning."
        ),
        guidance=(
            "Put scrap paper and a pencil near where your child sleeps, or lend an ear: “Anything "
            "your head would like to hand over for the night?” What is folded up stays unread. If "
            "the same worry is back each evening, find an hour for it in daylight."
        ),
    ),
    Definition(
        code="physical.upper_primary.brings-dish-to-table",
        topic="nutrition",
        title="Brings a home-made dish to the table",
        description=(
            "Can see one dish through, hot or cold, from the first ingredient to the first "
            "helping, with a grown-up in reach of the heat, or by telling a helper each step in "
            "turn."
        ),
        guidance=(
            "Choose something that would be made this week anyway and announce: “I am the "
            "assistant, and I speak up only for safety.” Smell, sound and a fingertip guide a cook "
            "who sees little; hands that tire can leave the heavy part to yours. Being fed by tube "
            "is no bar to cooking for the table and seasoning by smell."
        ),
    ),
    Definition(
        code="physical.upper_primary.gauges-effort-by-breath",
        topic="fitness",
        title="Gauges by their breath how hard they are working",
        description=(
            "Can tell three levels apart while moving: enough breath to sing, enough to talk, "
            "enough for single words. Signs of their own, such as warm hands or a thumping heart, "
            "do as well."
        ),
        guidance=(
            "While the two of you walk, wheel, dance or stretch in bed, ask now and then: “Sing, "
            "talk or puff?” Give your own answer too. Then your child sets the level for the next "
            "five minutes, and you follow."
        ),
    ),
    Definition(
        code="physical.upper_primary.repairs-with-hand-tool",
        topic="motor skills",
        title="Repairs something small with a hand tool",
        description=(
            "Can sew on a button, tighten a screw or mend a torn cover, with a thicker handle, a "
            "clamp or a second pair of hands where that helps, or by directing each move."
        ),
        guidance=(
            "Put three loose, torn or wobbly things on the table and ask: “Which of these shall we "
            "save?” Sit close by, hold what slips and leave the pace to your child. Fingers that "
            "felt along a seam beforehand will find the place again by touch."
        ),
    ),
    Definition(
        code="physical.upper_primary.umpires-short-game",
        topic="sport",
        title="Umpires a short game for two players",
        description=(
            "Can call turns, points and slips for a quarter of an hour, say once what a decision "
            "rests on and hold to it through a protest."
        ),
        guidance=(
            "Play any game at home, on the floor or on a table; a spoon on a pot or a raised card "
            "is the umpire’s voice. If the umpire sees little, the players announce each move as "
            "they make it. Accept every call, the doubtful ones too, and ask in the end: “Which "
            "was the hardest?”"
        ),
    ),
    Definition(
        code="physical.upper_primary.calculates-bedtime",
        topic="sleep",
        title="Calculates a bedtime from the next morning",
        description=(
            "Can count back from the hour they have to be up, allow for settling down and for as "
            "much sleep as they have found they need, and name a time."
        ),
        guidance=(
            "Before a day with an early start, ask: “If we leave at seven, when would you like to "
            "be in bed?” Let your child do the sums, night-time medicines or care included, and go "
            "by the result for once. Next day, ask what they would change about it."
        ),
    ),
    # 13–16 years
    Definition(
        code="physical.secondary.samples-new-sport",
        topic="sport",
        title="Samples a sport or an activity that is new to them",
        description=(
            "Can give it two or three goes, at home, outdoors, with a friend or at a free session, "
            "and say what suited them about it. “Not for me” is a finding too."
        ),
        guidance=(
            "Mention a kind of moving you never dared to try, and ask: “What would you have a go "
            "at if nobody were watching?” Offer one practical thing, such as a word with whoever "
            "runs it about what they need. Whether and when is their decision."
        ),
    ),
    Definition(
        code="physical.secondary.modifies-set-up",
        topic="motor skills",
        title="Modifies a set-up until it suits their body",
        description=(
            "Can change a seat, a grip, a height or the order of steps, or have it changed at "
            "their word, so that something goes more easily: writing, carrying, gaming, getting "
            "dressed."
        ),
        guidance=(
            "Point out a makeshift of your own, such as the cushion at the small of your back, and "
            "ask: “What here is the wrong height or shape for you?” Then hand over towels, tape "
            "and cardboard for one corner of the home. It need not look good, and it can change "
            "again next month."
        ),
    ),
    Definition(
        code="physical.secondary.improvises-meal",
        topic="nutrition",
        title="Improvises a meal from what is there",
        description=(
            "Can look at what there is, settle on an idea and have something ready for whoever is "
            "at home, by cooking it or directing somebody who does."
        ),
        guidance=(
            "Hand over the kitchen for an evening: “Whatever there is, however you like, and I "
            "clear up afterwards.” Lift or chop if you are asked, and keep your hints to yourself. "
            "Somebody fed by tube can run it by smell, colour and the faces at the table."
        ),
    ),
    Definition(
        code="physical.secondary.spots-pattern-in-sleep",
        topic="sleep",
        title="Spots a pattern in their own sleep",
        description=(
            "Can say after a week or two of noticing what tends to go with their good nights and "
            "their bad ones, such as noise, late light, medicines, worries or an active day. The "
            "details can stay with them."
        ),
        guidance=(
            "Over something to drink, swap answers: “When in the day am I most awake, and when are "
            "you?” Ask what at home gets in the way of their nights, a light, a noise, an early "
            "knock on the door, and change one such thing for a week. Any notes they make are "
            "theirs."
        ),
    ),
    Definition(
        code="physical.secondary.distinguishes-effort-from-pain",
        topic="fitness",
        title="Distinguishes effort from pain that needs attention",
        description=(
            "Can tell the ache of worked muscles, or one they know of old, from a pain that is new "
            "or sharp, and stop or let somebody know at the second. Where part of the body has "
            "little feeling, redness or swelling can be the signal."
        ),
        guidance=(
            "Tell of a time you went on for too long, or stopped just in time, and what gave it "
            "away. Ask: “What tells you?” Agree that pain may end any activity at once, and that "
            "nobody asks for proof."
        ),
    ),
    Definition(
        code="physical.secondary.devises-tactic",
        topic="sport",
        title="Devises a tactic for a game",
        description=(
            "Can think up a plan for something they play, coach or watch, with a team or one "
            "against one, and say afterwards what held up and what the other side made of it."
        ),
        guidance=(
            "Challenge them to anything with two sides, down to flicking bottle tops across a "
            "table. Play twice with a break in between, and ask after the second: “What was your "
            "plan?” Planning every move for somebody else’s hands is playing too."
        ),
    ),
    Definition(
        code="physical.secondary.choreographs-sequence",
        topic="motor skills",
        title="Choreographs a sequence of movements",
        description=(
            "Can string six moves or more into something they can repeat, with the whole body, on "
            "wheels, with two hands or only the face: a dance, a juggling run, a poem in signs. "
            "You may hear of it and never see it."
        ),
        guidance=(
            "Ask: “Which song would you put six moves to?” Offer to learn the first two, however "
            "it turns out. If they would rather have a closed door and no camera, that is how it "
            "is done."
        ),
    ),
    Definition(
        code="physical.secondary.challenges-food-promise",
        topic="nutrition",
        title="Challenges a promise made about food or drink",
        description=(
            "Can ask of an advert, a packet or a post who says so, who earns by it and for whom it "
            "was tested, as with a drink that “wakes the brain”."
        ),
        guidance=(
            "Bring along the boldest promise you come across this week, printed or spoken, and "
            "ask: “What would have to be true for that to work?” Laugh at one you once believed. "
            "Leave everybody’s own plate out of it."
        ),
    ),
    Definition(
        code="physical.secondary.protects-sleep",
        topic="sleep",
        title="Protects their sleep when a week fills up",
        description=(
            "Can move a plan, turn down an invitation or stop work earlier so that two or three "
            "nights in a full week stay whole, or rest by day after one that did not."
        ),
        guidance=(
            "Before the next full week, ask: “Which night matters most to you, and what could I "
            "take off it?” Then take it: a chore, an errand, a turn at looking after somebody. "
            "What they do with the evening is up to them."
        ),
    ),
    Definition(
        code="physical.secondary.tailors-week-of-movement",
        topic="fitness",
        title="Tailors a week of movement to their own energy",
        description=(
            "Can fit activity and rest together in a mix that does them good, ways on foot or "
            "wheels and any therapy included, and change it when they are ill, busy or worn out."
        ),
        guidance=(
            "Ask: “Which kind of moving leaves you with more energy than it takes?” Say which one "
            "does it for you, and clear the time for one of theirs this week. A day of rest is "
            "part of the plan, and nobody keeps a tally."
        ),
    ),
)
