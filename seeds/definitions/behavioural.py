"""Behavioural: what a parent may see from three to sixteen.

Ordered within each age band: the first is usually seen before the last.
"""

from seeds.definitions.schema import Definition

DEFINITIONS: tuple[Definition, ...] = (
    # 3–5 years
    Definition(
        code="behavioural.early_years.freezes-when-drumming-stops",
        topic="impulse control",
        title="Freezes when the drumming stops",
        description=(
            "Can hold still for a breath or two when somebody drumming or singing breaks off: the "
            "whole body, the hands or the voice. A giggle while holding still is part of it."
        ),
        guidance=(
            "Drum on a pot while everybody moves in their own way, and break off in the middle. A "
            "raised hand is the signal for a child who follows with their eyes, a tap on the arm "
            "for one who listens by touch. After three rounds, let your child stop the grown-ups."
        ),
    ),
    Definition(
        code="behavioural.early_years.mops-up-spill",
        topic="responsibility",
        title="Mops up what they have spilt",
        description=(
            "Can wipe at a small puddle or gather some of the crumbs once a cloth is at hand, or "
            "point a helper to the wet spots. A damp patch may stay."
        ),
        guidance=(
            "Hang one cloth where your child can see or reach it, and call it the puddle cloth. At "
            "the next spill, say in a quiet voice: “Water on the floor, what do we need now?” Then "
            "wait until the cloth is fetched or pointed at, and wipe together."
        ),
    ),
    Definition(
        code="behavioural.early_years.hands-back-screen",
        topic="screen time",
        title="Hands back a screen at the end of a clip",
        description=(
            "Can give back a phone, or turn from a television, after one song or story watched "
            "with somebody close by. A grumble or a last look may come with it."
        ),
        guidance=(
            "Say before it starts: “When the song ends, we wave it goodbye.” Wave together at the "
            "end, and have the next thing ready, such as a cup to carry or a window to look out "
            "of. Where no screen is in use, wave goodbye to a picture book in the same way."
        ),
    ),
    Definition(
        code="behavioural.early_years.stows-things-on-coming-in",
        topic="routine",
        title="Stows their things in one spot on coming in",
        description=(
            "Can put shoes, a bag or a jacket in its place on most days, perhaps a hook, a box or "
            "a corner, or tell a helper where it goes."
        ),
        guidance=(
            "Let your child choose the spot and mark it with a drawing or something pleasant to "
            "touch. When you come in together, put your own shoes away first and ask: “Where do "
            "yours sleep?”"
        ),
    ),
    Definition(
        code="behavioural.early_years.waits-length-of-song",
        topic="impulse control",
        title="Waits the length of a short song for something they want",
        description=(
            "Can hold on while food cools, a door is unlocked or somebody ends a call, with "
            "something to fill the time: humming, counting, a pebble to turn over."
        ),
        guidance=(
            "When your child wants something that takes a moment, say: “One song, and then it is "
            "time.” Sing, hum or tap it together, and keep your word on the last note. Next time, "
            "let your child pick the song."
        ),
    ),
    Definition(
        code="behavioural.early_years.follows-picture-row",
        topic="routine",
        title="Follows a row of pictures to get ready",
        description=(
            "Can get ready to go out with three or four drawings as a guide, for instance socks, "
            "shoes, bag, by doing each step or saying it to a helper."
        ),
        guidance=(
            "Draw the steps on scraps of paper and hang them in a row where your child can see "
            "them. In place of telling, ask: “What does the next picture say?” A sock, a shoe and "
            "a bag laid out in a line make a row that hands can read."
        ),
    ),
    Definition(
        code="behavioural.early_years.sets-out-for-meal",
        topic="responsibility",
        title="Sets out a cup or spoon for each person at a meal",
        description=(
            "Can lay them on a table, a mat or a tray, or send a helper round, and notice whose is "
            "still missing, about three times a week."
        ),
        guidance=(
            "Announce “You are our cup person this week” and call for the cup person before one "
            "meal a day. If somebody comes up short, let them call out: “Cup person, one more, "
            "please!”"
        ),
    ),
    Definition(
        code="behavioural.early_years.calls-somebody-over-to-scary-picture",
        topic="screen time",
        title="Calls somebody over when a picture frightens them",
        description=(
            "Can shout, sign or tug a grown-up’s sleeve when something on a screen, a poster or a "
            "page looks scary or odd, whether or not they can say why."
        ),
        guidance=(
            "Agree on a call such as “odd picture” and try it out on something silly. Whenever it "
            "comes this week, go at once and say: “Thank you for calling me.” Then turn the "
            "picture away together, before any questions."
        ),
    ),
    Definition(
        code="behavioural.early_years.announces-what-comes-next",
        topic="routine",
        title="Announces what comes next in the day",
        description=(
            "Can tell what follows in a familiar stretch of the day, by word, gesture or picture: "
            "“First we eat, then we go out.”"
        ),
        guidance=(
            "In the middle of something you do every day, stop and say: “Oh dear, I have forgotten "
            "what comes now.” Then do whatever your child tells you, even if it comes out in a new "
            "order."
        ),
    ),
    Definition(
        code="behavioural.early_years.asks-before-using",
        topic="impulse control",
        title="Asks before using what belongs to somebody else",
        description=(
            "Can put the question to the owner in a word, a sign or an open hand before picking up "
            "a hat, a drum or a pencil, about half the time."
        ),
        guidance=(
            "Go first this week, with something of your child’s: “May I borrow your blue pencil?” "
            "Say thank you for a yes, and put it down at once for a no."
        ),
    ),
    # 6–9 years
    Definition(
        code="behavioural.primary.passes-on-message",
        topic="responsibility",
        title="Passes on a message to the person it is for",
        description=(
            "Can bring one sentence to somebody in another room or on the next day, such as “the "
            "tap is dripping”, spoken, signed or on paper. The words may change on the way; the "
            "meaning arrives."
        ),
        guidance=(
            "Once a day, send your child to somebody at home with a real message, and ask for the "
            "reply to be brought back. If there are only two of you, let it travel overnight: "
            "“Please tell me tomorrow morning that I want to ring the library.”"
        ),
    ),
    Definition(
        code="behavioural.primary.holds-off-until-rules-are-clear",
        topic="impulse control",
        title="Holds off from a new game until the rules are clear",
        description=(
            "Can leave the cards, ball or pebbles where they are for a minute or two of "
            "explaining, then say or show what the aim is. Fidgeting is fine."
        ),
        guidance=(
            "Invent a game with ten pebbles and give the rules in three sentences, in speech, in "
            "signs or by showing. Keep the pebbles in your closed hand until your child has told "
            "you the aim. Then swap, and let your child be the inventor who makes you wait."
        ),
    ),
    Definition(
        code="behavioural.primary.stops-at-agreed-point",
        topic="screen time",
        title="Stops a game or film at the point agreed",
        description=(
            "Can turn it off, or ask for it to be turned off, at the end of a level, an episode or "
            "a time settled before the start, on more days than not."
        ),
        guidance=(
            "Before the start, ask: “What would be a good place to stop?” Sit alongside for the "
            "last few minutes and ask what is going on, since an ending is easier in company. If "
            "screens play no part in your day, do it with a chapter or a game outdoors."
        ),
    ),
    Definition(
        code="behavioural.primary.starts-when-clock-says",
        topic="routine",
        title="Starts getting ready when the clock says so",
        description=(
            "Can begin the steps for leaving the house, or for a meal, at a time settled "
            "beforehand, going by a clock, a bell or a drawing of how the hands stand, about three "
            "days in five."
        ),
        guidance=(
            "Draw a clock face with the hands at the time you agree on, hang it beside the real "
            "one and say: “This tells us now, and I will keep quiet.” At that minute, just point. "
            "For a child who goes by ear, take a bell, or a sound that comes every day, such as a "
            "passing bus."
        ),
    ),
    Definition(
        code="behavioural.primary.sets-right-what-they-damaged",
        topic="responsibility",
        title="Sets something right that they have damaged",
        description=(
            "Can suggest or do something about it: tape a torn page, rebuild what fell over, ask "
            "the owner what would help. How it looks afterwards is not the point."
        ),
        guidance=(
            "Find something torn or broken at home, no matter whose doing it was, and ask: “How "
            "could we set this right?” Mend it together with whatever you have, tape, string or a "
            "stitch. Your child can be the one who plans while other hands do the gluing."
        ),
    ),
    Definition(
        code="behavioural.primary.spots-advertisement",
        topic="screen time",
        title="Spots an advertisement in the middle of something else",
        description=(
            "Can say “that is there to sell something” when one turns up inside a video, a game or "
            "a magazine, on a wall or on a shirt, two or three times in a week."
        ),
        guidance=(
            "Go on an advert hunt, at home or on the way somewhere, and give each other a secret "
            "sign for every find. Ask about the oddest one: “What would they like us to do?” "
            "Walls, packets and shirts have plenty, so it works far from any screen."
        ),
    ),
    Definition(
        code="behavioural.primary.guards-surprise",
        topic="impulse control",
        title="Guards a surprise until its day",
        description=(
            "Can hold back for a day or two from telling about a hidden drawing, a song being "
            "practised or a visit. A hint or a grin may slip out."
        ),
        guidance=(
            "Plan a small surprise for somebody together, perhaps a card under a pillow, and agree "
            "on the moment it comes out. Say as well: “A surprise gets told in the end, and a "
            "secret that feels heavy you can tell me at any time.”"
        ),
    ),
    Definition(
        code="behavioural.primary.takes-charge-of-job",
        topic="responsibility",
        title="Takes charge of one job for a week",
        description=(
            "Can see to something that others count on, such as feeding an animal, opening the "
            "curtains or calling everybody to the meal, on five days of seven. A note may do the "
            "reminding."
        ),
        guidance=(
            "Offer three jobs that really need doing, let your child pick one, and put up the name "
            "beside it. If it is still waiting at the end of the day, ask: “What would help you "
            "think of it tomorrow?”"
        ),
    ),
    Definition(
        code="behavioural.primary.packs-evening-before",
        topic="routine",
        title="Packs for tomorrow the evening before",
        description=(
            "Can lay out what the next day calls for, perhaps clothes, a bag or a thing to give "
            "back, or dictate it to a helper, on two or three evenings a week."
        ),
        guidance=(
            "Ask one evening: “What will tomorrow call for?” Your child lays it by the door or "
            "calls it out to you. Whatever got left at home gets drawn on a card that hangs there "
            "from then on."
        ),
    ),
    Definition(
        code="behavioural.primary.parks-wish-on-list",
        topic="impulse control",
        title="Parks a wish on a list for a week",
        description=(
            "Can write or draw something they would love to have or do right now, note the day, "
            "and say a week later whether the wish still stands."
        ),
        guidance=(
            "Hang up a sheet called “Wishes in waiting” and put one of your own on it first. "
            "Explain that the list promises nothing; it only gives a wish time. After seven days, "
            "ask: “Does this one stay or go?”"
        ),
    ),
    # 10–12 years
    Definition(
        code="behavioural.upper_primary.sends-word-when-late",
        topic="responsibility",
        title="Sends word when they will be late",
        description=(
            "Can let somebody know that they are coming later than agreed, by a call, a message, a "
            "note or a person who passes by, while the agreed time is still to come."
        ),
        guidance=(
            "Next time you are going to be late yourself, send word and give the new time: “I said "
            "five, it will be a quarter past.” Later, ask: “How could you reach us?” Think up two "
            "ways together, one of them with no phone."
        ),
    ),
    Definition(
        code="behavioural.upper_primary.enters-dates-in-calendar",
        topic="routine",
        title="Enters dates that concern them in a calendar",
        description=(
            "Can add what is coming up, perhaps a visit, a practice or the day something is due, "
            "in words, in symbols or by dictating it, three times or more in a month."
        ),
        guidance=(
            "Rule a sheet into weeks, hang it where everybody passes and tie a pen to it. Once "
            "this week, ask each person, grown-ups too: “What do the others need to know about "
            "your days?” Everybody enters their own answer."
        ),
    ),
    Definition(
        code="behavioural.upper_primary.checks-before-sharing-picture",
        topic="screen time",
        title="Checks with people before sharing their picture",
        description=(
            "Can ask whoever is in a photo, a clip or a drawing before passing it on, and let it "
            "be when the answer is no or unclear."
        ),
        guidance=(
            "Whenever you would send or show a photo of your child this week, ask: “May this one "
            "go out?” Take a no as final. If nobody at home takes photos, do the same with a funny "
            "story about them."
        ),
    ),
    Definition(
        code="behavioural.upper_primary.sees-to-unmentioned-job",
        topic="responsibility",
        title="Sees to a job before anybody mentions it",
        description=(
            "Can notice a full bin, an empty jug or washing out in the rain and deal with it, or "
            "set somebody else going, once or twice a week."
        ),
        guidance=(
            "Pick a room, let everybody look or feel around for one minute, and ask: “What does "
            "this room need?” Each person takes on one find, by doing it or by saying who might. "
            "Later in the week, say what you saw and no more: “The jug was full again.”"
        ),
    ),
    Definition(
        code="behavioural.upper_primary.estimates-time-at-screen",
        topic="screen time",
        title="Estimates how long a screen has kept them",
        description=(
            "Can guess the length of a game, a film or a chat and hold it against the clock. By "
            "the end of a week, the guesses come within a quarter of an hour or so."
        ),
        guidance=(
            "For three days, you and your child each write down a guess after time at a screen, "
            "and only then look at the clock. Ask: “Which minutes run fastest?” Reading, building "
            "or a game outdoors can be guessed just as well."
        ),
    ),
    Definition(
        code="behavioural.upper_primary.moves-temptation-out-of-reach",
        topic="impulse control",
        title="Moves a temptation out of reach",
        description=(
            "Can make holding back easier by arranging things, for instance leaving a game in "
            "another room while practising, or asking somebody to keep the last two chapters until "
            "tomorrow."
        ),
        guidance=(
            "Tell your child what you find hard to resist and where you put it for that reason. "
            "Ask: “What keeps getting in your way, and where could it live for an hour?” Try the "
            "new place for three days."
        ),
    ),
    Definition(
        code="behavioural.upper_primary.takes-odd-message-to-trusted-adult",
        topic="screen time",
        title="Takes an odd message to a trusted adult",
        description=(
            "Can leave it unanswered and show it or read it out: a prize nobody entered for, a "
            "stranger who asks for a photo, a threat in a chat or on paper."
        ),
        guidance=(
            "Promise one thing, and keep it: “Whatever you bring me, you are not in trouble, and "
            "nothing gets taken away.” Then each of you makes up an odd message on paper, and the "
            "other hunts for what gives it away."
        ),
    ),
    Definition(
        code="behavioural.upper_primary.trims-routine",
        topic="routine",
        title="Trims a routine when time is short",
        description=(
            "Can decide, on a morning that starts late, which steps stay, which go and which wait "
            "until evening, and have the ones that matter done in time, by their own hands or a "
            "helper’s."
        ),
        guidance=(
            "On a calm evening, put the steps of the morning on slips and ask: “Suppose we had ten "
            "minutes, what would you keep?” Let your child take slips away until it fits. Save the "
            "short version for the next late start."
        ),
    ),
    Definition(
        code="behavioural.upper_primary.talks-daring-idea-through",
        topic="impulse control",
        title="Talks a daring idea through before trying it",
        description=(
            "Can say what might happen, what would make it safer and when to call it off, before "
            "building a ramp, mixing things in the kitchen or playing a trick on somebody."
        ),
        guidance=(
            "Begin with an idea of your own, such as supper in the dark: “What might happen, and "
            "how could we make it safe?” Put the same questions to the next idea your child "
            "brings, and hear the answers before you say yes or no. If they hold, do it together."
        ),
    ),
    Definition(
        code="behavioural.upper_primary.runs-household-task",
        topic="responsibility",
        title="Runs a household task from first step to last",
        description=(
            "Can do or direct a job of several steps, for instance washing from the basket to the "
            "shelf, or a corner made ready for a guest to sleep in, with a grown-up within call."
        ),
        guidance=(
            "Let your child choose a task and direct you through it, while you do only what you "
            "are told. Next time, swap, and lend a hand on request. Stay in the room for anything "
            "hot or sharp."
        ),
    ),
    # 13–16 years
    Definition(
        code="behavioural.secondary.silences-interruptions",
        topic="screen time",
        title="Silences interruptions for something that matters",
        description=(
            "Can turn off alerts, leave a device in another room or hang a sign on the door, and "
            "stay with music, a task or a conversation for half an hour or more."
        ),
        guidance=(
            "Propose half an hour in which nobody at home gets interrupted, grown-ups included, "
            "and let each say what they want it for. Ask: “What pulls you out of things most?” "
            "What they do about it, and when, is theirs to decide."
        ),
    ),
    Definition(
        code="behavioural.secondary.attaches-new-habit",
        topic="routine",
        title="Attaches a new habit to one they already have",
        description=(
            "Can tie something they chose to a thing that happens anyway, such as brushing teeth "
            "or the way home, so that one reminds them of the other, five times or so in a week."
        ),
        guidance=(
            "Say what you are going to attach to what: “When the water is on to boil, I stretch.” "
            "Ask whether they would like to hang something on a moment of theirs. After a week, "
            "ask each other whether the moment was a good pick, and let the counting be."
        ),
    ),
    Definition(
        code="behavioural.secondary.arranges-time-outside-home",
        topic="responsibility",
        title="Arranges a time with somebody outside the home",
        description=(
            "Can settle when and where with a library, a club or a neighbour who lends tools, by "
            "phone, in writing, through an interpreter or at the door."
        ),
        guidance=(
            "Pick something that you would otherwise arrange for them, and hand on what is needed: "
            "whom to reach, what to settle, by when. Offer to play the person at the other end "
            "first. After that it is theirs, including a change of date."
        ),
    ),
    Definition(
        code="behavioural.secondary.leaves-heated-reply-unsent",
        topic="impulse control",
        title="Leaves a heated reply unsent for a while",
        description=(
            "Can put aside what they would love to fire back, on a screen or on paper, for an hour "
            "or a night, then send it, soften it or drop it. What it said may stay private."
        ),
        guidance=(
            "Tell of a reply you were glad to have slept on, or of one you were not. Offer: “If "
            "you ever want a second reader first, I will only say how it comes across.” Then "
            "change the subject."
        ),
    ),
    Definition(
        code="behavioural.secondary.unpicks-trick-that-hooks",
        topic="screen time",
        title="Unpicks a trick that keeps people watching",
        description=(
            "Can point to one at work, such as a streak, a countdown, autoplay or a cliffhanger, "
            "and say what it plays on."
        ),
        guidance=(
            "Choose a series, a game or an app that somebody at home enjoys, and play its "
            "designers: “How could we make it even harder to stop?” Then ask what a fair version "
            "would leave out. A serial on the radio or cards to collect will do as well."
        ),
    ),
    Definition(
        code="behavioural.secondary.hands-over-commitment",
        topic="responsibility",
        title="Hands over a commitment they can no longer keep",
        description=(
            "Can say so a day or more beforehand, tell those concerned what is still open and "
            "suggest who or what could fill the gap."
        ),
        guidance=(
            "Ask in passing: “Is there anything you once said yes to that has grown too big?” If "
            "there is, think together about who needs to hear and what is half done. Offer to "
            "listen to the wording, and leave the telling to them."
        ),
    ),
    Definition(
        code="behavioural.secondary.designs-rhythm-for-free-days",
        topic="routine",
        title="Designs a rhythm for days with no fixed hours",
        description=(
            "Can sketch or describe what a holiday, a free weekend or a spell at home with a cold "
            "is to hold: when it begins, what comes first, when it is enough. Changing it on the "
            "second day is part of the design."
        ),
        guidance=(
            "Before the next free day, ask: “What has to be in it for you to call it a good day?” "
            "Name the one or two points the household needs, such as a shared meal. All the hours "
            "in between are theirs to lay out."
        ),
    ),
    Definition(
        code="behavioural.secondary.plans-way-out",
        topic="impulse control",
        title="Plans a way out in case an outing turns sour",
        description=(
            "Can agree beforehand, with a person of their choice, on a word, a message or an "
            "excuse that gets them away, and no explanation is owed that evening. Which word it is "
            "may stay between those two."
        ),
        guidance=(
            "Offer this: “Get one word to me, through any phone or any person, and I will see that "
            "you get away safely, with no questions that night.” Let them choose the word, or name "
            "another adult to hold it. If it is ever used, say only: “I am glad you are here.”"
        ),
    ),
    Definition(
        code="behavioural.secondary.weighs-screen-time",
        topic="screen time",
        title="Weighs which screen time does them good",
        description=(
            "Can say which of two or three things they do on a screen leave them rested, informed "
            "or closer to somebody, which leave them flat, and what they make of that. Details may "
            "stay private."
        ),
        guidance=(
            "Go first: name one thing, on a screen or on the radio, that leaves you lighter and "
            "one that leaves you flat. Ask: “Do you have one of each?” A short answer will do, or "
            "none, and no rule comes of it."
        ),
    ),
    Definition(
        code="behavioural.secondary.answers-for-decision",
        topic="responsibility",
        title="Answers for a decision that went wrong",
        description=(
            "Can tell the people it affected what they decided and what came of it, in person or "
            "in writing, and put forward a way to mend matters."
        ),
        guidance=(
            "Lay a misjudgement of your own before them: “This affected other people, so what "
            "would you do in my place?” When one of theirs comes up, let your first question be: "
            "“What would you like to happen now?”"
        ),
    ),
)
