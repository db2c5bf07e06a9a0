"""Social and emotional: what a parent may see from three to sixteen.

Ordered within each age band: the first is usually seen before the last.
"""

from seeds.definitions.schema import Definition

DEFINITIONS: tuple[Definition, ...] = (
    # 3–5 years
    Definition(
        code="social_emotional.early_years.seeks-comfort",
        topic="regulation",
        title="Seeks out somebody or something for comfort",
        description=(
            "Can come close, hold out a hand, call or sign when hurt, tired or frightened, or go "
            "for one particular toy, song or corner."
        ),
        guidance=(
            "When the next bump or fright comes, leave what you were doing, come close and say: “I "
            "am here.” Then wait: it may be arms your child wants, or a blanket, or only quiet "
            "company."
        ),
    ),
    Definition(
        code="social_emotional.early_years.brings-something-soothing",
        topic="empathy",
        title="Brings something soothing to a person in tears",
        description=(
            "Can fetch or point to a blanket, a toy or a grown-up when somebody is crying or hurt. "
            "Often it is what they would want themselves."
        ),
        guidance=(
            "Next time you bump an elbow, say it aloud: “Ouch, what could help me now?” Accept "
            "whatever arrives, a toy car included, and say what it did for you."
        ),
    ),
    Definition(
        code="social_emotional.early_years.calls-stop",
        topic="communication",
        title="Calls “stop” when a game gets too much",
        description=(
            "Can let a grown-up or a playmate know, by a word, a sign or a tap, that there has "
            "been enough tickling, chasing or noise."
        ),
        guidance=(
            "Before ticklish or noisy play, agree on one sign that ends it: a word, a flat hand, a "
            "tap. Whoever gives it, everybody freezes, grown-ups included. The game goes on only "
            "when the same person says so."
        ),
    ),
    Definition(
        code="social_emotional.early_years.mentions-absent-playmate",
        topic="friendship",
        title="Mentions a playmate who is not there",
        description=(
            "Can bring somebody up by name, sign or photo, or put a leaf or a drawing aside for "
            "them. A cousin, a neighbour or a grown-up friend counts too."
        ),
        guidance=(
            "On the way somewhere, speak of a friend of yours: “Today I thought of an old friend "
            "who sings in the rain.” Then ask: “Who did you think of?” Drawings or photos on the "
            "wall give a child of few words somebody to point to."
        ),
    ),
    Definition(
        code="social_emotional.early_years.asks-help-tricky-bit",
        topic="communication",
        title="Asks for help with just the tricky bit",
        description=(
            "Can say, sign or point to the part that is stuck, such as one sleeve or the lid of a "
            "box, before the tears or after them."
        ),
        guidance=(
            "When you hear “I can’t”, ask: “Which bit is being difficult?” Help with that bit "
            "alone, then let go. A child whose hands need yours for most things can tell them what "
            "to do next."
        ),
    ),
    Definition(
        code="social_emotional.early_years.names-own-feeling",
        topic="regulation",
        title="Names a feeling at the moment it comes",
        description=(
            "Can say, sign or point to a drawn face for two or three feelings, such as glad, cross "
            "or scared, in the middle of it or soon after."
        ),
        guidance=(
            "Once a day, say one of your own as it comes: “The bus is late, and I am getting "
            "cross.” When your child is upset, offer two words to choose from: “Cross, or sad?”"
        ),
    ),
    Definition(
        code="social_emotional.early_years.approaches-small-fear",
        topic="regulation",
        title="Approaches a small fear little by little",
        description=(
            "Can go a bit nearer or stay a bit longer than last time, with you at their side: a "
            "barking dog, a dark room, a loud hand dryer."
        ),
        guidance=(
            "Choose one small fear and ask: “How close is close enough today?” Stay at exactly "
            "that spot for three slow breaths together, then leave. Another day, ask again; "
            "further off is an answer too."
        ),
    ),
    Definition(
        code="social_emotional.early_years.invites-into-game",
        topic="friendship",
        title="Invites somebody into their own game",
        description=(
            "Can give a playmate or a grown-up a part in it, in words, in signs or by handing "
            "something over: “You be the baby”, or a car to park in the row."
        ),
        guidance=(
            "Settle down near your child’s game with empty hands and wait two minutes for a part. "
            "If none comes, ask: “Who could I be?” In a game of rows and patterns, ask: “Where "
            "does mine go?”"
        ),
    ),
    Definition(
        code="social_emotional.early_years.reports-from-time-apart",
        topic="communication",
        title="Reports something from time spent apart",
        description=(
            "Can let you know one thing that happened while you were away, in a few words or "
            "signs, with a drawing or by playing it out."
        ),
        guidance=(
            "When you meet again, tell one small thing from your own hours and leave a pause. If "
            "nothing comes, ask about one thing only: “What made you laugh?” Bath time or bedtime "
            "may bring the rest."
        ),
    ),
    Definition(
        code="social_emotional.early_years.chooses-for-somebodys-taste",
        topic="empathy",
        title="Chooses what another person would like",
        description=(
            "Can put their own favourite aside and pick to suit somebody else: the green cup for "
            "an aunt, a story about cats for a visitor."
        ),
        guidance=(
            "Before a meal, ask: “Which cup would each of us pick?” Let your child set them out, "
            "or point while you do. Then everybody says how close the guess was."
        ),
    ),
    # 6–9 years
    Definition(
        code="social_emotional.primary.sizes-up-feeling",
        topic="regulation",
        title="Sizes up a worry or a burst of anger",
        description=(
            "Can measure it with their hands, their fingers or a number from one to five: a tiny "
            "one, a middling one, a huge one."
        ),
        guidance=(
            "Before lights-out, each of you places the biggest feeling of the day somewhere "
            "between a pea and an elephant. In the next upset, ask only: “Pea or elephant?”"
        ),
    ),
    Definition(
        code="social_emotional.primary.rewords-what-did-not-get-across",
        topic="communication",
        title="Rewords something that did not get across",
        description=(
            "Can put it another way, add a gesture or draw it when somebody asks “What do you "
            "mean?”"
        ),
        guidance=(
            "Take turns describing a thing in the room, its name left out, until the other has "
            "guessed it. When a guess goes astray, say: “Give me another clue.” Words, drawings "
            "and mime all count."
        ),
    ),
    Definition(
        code="social_emotional.primary.suggests-reason-for-upset",
        topic="empathy",
        title="Suggests why somebody might be upset",
        description=(
            "Can come up with one likely cause for somebody at home, on the bus or next door: "
            "“Perhaps nobody saved her a place.”"
        ),
        guidance=(
            "Tell of a person who was short with you today, at a counter or in a queue. Ask: “What "
            "might have happened to them just before?” Then add a second possibility of your own."
        ),
    ),
    Definition(
        code="social_emotional.primary.joins-running-game",
        topic="friendship",
        title="Joins a game that has already begun",
        description=(
            "Can wait for a gap and then ask, or offer something the game can use: “Do you need "
            "somebody to count?”"
        ),
        guidance=(
            "Start a game at home, with whoever is in or with a row of toys, and let your child be "
            "the one who arrives late. Try two ways in: a question, and an offer such as “Shall I "
            "keep the score?” A wave or a card asks as well as a voice, and “maybe later” is an "
            "answer to practise too."
        ),
    ),
    Definition(
        code="social_emotional.primary.settles-rules-beforehand",
        topic="friendship",
        title="Settles the rules with a playmate beforehand",
        description=(
            "Can talk through two or three points, such as who begins, what is out of bounds and "
            "when it ends."
        ),
        guidance=(
            "Take any game you have, or pencil and paper, and say: “Let us change one rule: you "
            "propose, I haggle.” Play one round by it, then decide together whether it stays."
        ),
    ),
    Definition(
        code="social_emotional.primary.stays-in-losing-game",
        topic="regulation",
        title="Stays in a game while losing it",
        description=(
            "Can go on to the last move or card and end it somehow, with a joke, a wave or “again "
            "tomorrow”. A groan is allowed."
        ),
        guidance=(
            "Play something short, and when you are losing, say what that is like: “It pinches a "
            "bit, and I want to see how it ends.” The one who loses picks the next game."
        ),
    ),
    Definition(
        code="social_emotional.primary.follows-up-answer",
        topic="communication",
        title="Follows an answer with a second question",
        description=(
            "Can ask one thing more about what somebody has just told them, in speech, signs or "
            "writing: “And what did the dog do then?”"
        ),
        guidance=(
            "At a meal, let your child interview you about a day from long ago or last week: three "
            "questions, each picking up something from the last answer. Then swap, with a day of "
            "their choice."
        ),
    ),
    Definition(
        code="social_emotional.primary.makes-up-after-squabble",
        topic="friendship",
        title="Makes up after a squabble",
        description=(
            "Can do something that sets things moving again, on the same day or the next: a sorry, "
            "a joke, a drawing, half of the blanket."
        ),
        guidance=(
            "When the dust has settled, ask: “What would make it easy to play again?” Leave the "
            "how and the when to your child. Where one person hurts them again and again, it is "
            "for grown-ups to act."
        ),
    ),
    Definition(
        code="social_emotional.primary.picks-way-to-calm-down",
        topic="regulation",
        title="Picks a way to calm down",
        description=(
            "Can turn to something that has helped before, such as cold water, a cushion to "
            "squeeze or ten minutes under the table, with at most one word from you."
        ),
        guidance=(
            "On a quiet day, think of three things that have helped before and draw them on a "
            "sheet, or collect them in a box. When a storm is brewing, hold it out and say as "
            "little as you can."
        ),
    ),
    Definition(
        code="social_emotional.primary.guesses-hidden-feeling",
        topic="empathy",
        title="Guesses that “I am fine” is not the whole story",
        description=(
            "Can say that the words did not quite fit, and what gave it away: a flat voice, slow "
            "answers, an untouched snack."
        ),
        guidance=(
            "Say or sign “I am fine” in three ways, cheerful, worried and cross, and let your "
            "child guess which is which. Then swap, and let every guesser ask: “Was I right?”"
        ),
    ),
    # 10–12 years
    Definition(
        code="social_emotional.upper_primary.begins-complaint-with-i",
        topic="communication",
        title="Begins a complaint with “I”",
        description=(
            "Can say what happened and what it was like for them, such as “I waited an hour and "
            "was disappointed”, in place of “You always…”."
        ),
        guidance=(
            "Use it yourself this week about something small: “I found the cupboard empty, and I "
            "was fed up.” Then ask for a complaint about you that begins with “I”, and listen to "
            "the end."
        ),
    ),
    Definition(
        code="social_emotional.upper_primary.checks-kind-of-help",
        topic="empathy",
        title="Checks which kind of help is wanted",
        description=(
            "Can ask first, “Shall I join in, get somebody or just sit here?”, and go by the "
            "answer, a no included."
        ),
        guidance=(
            "When your child is stuck or sad this week, offer the choice yourself: “Help, company, "
            "or peace and quiet?” Mention some time later that the question works on grown-ups "
            "too."
        ),
    ),
    Definition(
        code="social_emotional.upper_primary.declines-friends-idea",
        topic="friendship",
        title="Declines a friend’s idea in a friendly way",
        description=(
            "Can say no to a dare, a film or a plan and keep talking: “Not that one, but I am free "
            "tomorrow.”"
        ),
        guidance=(
            "Think up three awkward invitations together, one of them silly, and take turns "
            "refusing them in one friendly sentence. Add that your child may always use you as the "
            "excuse: “They said no at home.”"
        ),
    ),
    Definition(
        code="social_emotional.upper_primary.rehearses-nervous-moment",
        topic="regulation",
        title="Rehearses for something that makes them nervous",
        description=(
            "Can go through a talk, a first day or a visit to the dentist beforehand: try out the "
            "opening line, picture the way there, plan what to do if words fail."
        ),
        guidance=(
            "Ask what the very first minute will be like, and act out only that minute together, "
            "with you as the other person. Then swap, so that you are the nervous one."
        ),
    ),
    Definition(
        code="social_emotional.upper_primary.retells-quarrel-from-other-side",
        topic="empathy",
        title="Retells a quarrel from the other side",
        description=(
            "Can tell a small one again, a day or so later, as the other person might, and still "
            "disagree with them."
        ),
        guidance=(
            "Tell a quarrel of your own from the other person’s side first, in another chair if "
            "you like. Then ask: “Would you like a go?” One from a film will do, and where your "
            "child was hurt on purpose, their own side is enough."
        ),
    ),
    Definition(
        code="social_emotional.upper_primary.finds-good-moment",
        topic="communication",
        title="Finds a good moment to raise a hard topic",
        description=(
            "Can save up a request, a worry or a bit of bad news for a quiet time, or ask for one: "
            "“Can we talk after supper, just us?”"
        ),
        guidance=(
            "Agree on a signal for “I need ten minutes with you today”, such as a note under your "
            "cup. When it comes, make the time that day, and begin by listening. Say too that "
            "something urgent needs neither signal nor waiting."
        ),
    ),
    Definition(
        code="social_emotional.upper_primary.untangles-two-feelings",
        topic="regulation",
        title="Untangles two feelings about one event",
        description=(
            "Can put both into words, signs or colours, for instance glad of a new room while sad "
            "about the old one."
        ),
        guidance=(
            "After something that was both good and hard, say: “Half of me is relieved, half of me "
            "is sorry it is over.” Then ask what their two halves say, or leave two coloured "
            "pencils for an answer on paper."
        ),
    ),
    Definition(
        code="social_emotional.upper_primary.leaves-room-for-friends-friends",
        topic="friendship",
        title="Leaves room for a friend’s other friends",
        description=(
            "Can spend an afternoon as three, or hear about a day they were not part of and ask "
            "how it was. A twinge of jealousy may come too."
        ),
        guidance=(
            "Name two people you are fond of, each of whom knows a different side of you. Then "
            "ask: “Who do you laugh with, and who do you talk with?” A cousin, a pen friend or "
            "“nobody just now” is an answer too."
        ),
    ),
    Definition(
        code="social_emotional.upper_primary.sums-up-other-view",
        topic="communication",
        title="Sums up another view before answering it",
        description=(
            "Can give the gist in a sentence, “So you think the plan is too risky”, and let the "
            "speaker put it right before replying."
        ),
        guidance=(
            "Choose something harmless to disagree on, such as the best season, and play by one "
            "rule: you may reply only once the other has said, “Yes, that is what I meant.” Five "
            "minutes are plenty."
        ),
    ),
    Definition(
        code="social_emotional.upper_primary.foresees-what-is-hard",
        topic="empathy",
        title="Foresees what could be hard for a guest",
        description=(
            "Can think of stairs, noise, small print or an inside joke before somebody comes, and "
            "come up with a change that makes it easier for that person."
        ),
        guidance=(
            "Before you next have company, or all eat together, say: “Go through it in your head "
            "as the quietest person there.” Ask for one thing to change, and change it."
        ),
    ),
    # 13–16 years
    Definition(
        code="social_emotional.secondary.renews-contact",
        topic="friendship",
        title="Renews contact after a quiet spell",
        description=(
            "Can be the one to write, ring or drop by after a move, a new class or a long summer, "
            "and give the other time to answer."
        ),
        guidance=(
            "Think of somebody you have lost touch with, and send them two lines this week. "
            "Mention afterwards what it was like to go first, and leave it at that."
        ),
    ),
    Definition(
        code="social_emotional.secondary.separates-secrets",
        topic="friendship",
        title="Separates secrets to keep from those to pass on",
        description=(
            "Can give an example of each, such as an embarrassing story, which stays with them, "
            "and somebody in danger, which goes to an adult whatever was promised."
        ),
        guidance=(
            "Over the dishes, and with no names, ask: “What would a friend have to tell you before "
            "you brought in an adult?” Give your own answer too. Say that getting help for "
            "somebody in danger is no betrayal."
        ),
    ),
    Definition(
        code="social_emotional.secondary.speaks-for-themselves",
        topic="communication",
        title="Speaks for themselves at an appointment",
        description=(
            "Can put their own questions at a doctor’s, a school or a counter, by voice, signs or "
            "notes, with somebody beside them or waiting outside."
        ),
        guidance=(
            "Before the next one, ask: “Which part is yours, and which would you like me to take?” "
            "Keep to that in the room, through any pause, and offer to step out for a while."
        ),
    ),
    Definition(
        code="social_emotional.secondary.sides-with-somebody-laughed-at",
        topic="empathy",
        title="Sides with somebody who is being laughed at",
        description=(
            "Can do one thing that helps, then or later: change the subject, move closer, send a "
            "kind line, bring in somebody who can stop it. A quiet way counts as much as a loud "
            "one."
        ),
        guidance=(
            "When a scene like that comes up in a film, a book or the news, ask: “What could "
            "somebody there have done that takes no hero?” Add what you did at that age, or wish "
            "you had done."
        ),
    ),
    Definition(
        code="social_emotional.secondary.turns-to-trusted-person",
        topic="regulation",
        title="Turns to somebody they trust when things get heavy",
        description=(
            "Can find a person to talk to, perhaps a friend, a relative, a teacher or a helpline. "
            "You may know no more than that there is somebody; the rest is theirs."
        ),
        guidance=(
            "Say in passing: “If things ever get too much, it need not be me you tell, as long as "
            "it is somebody.” Leave it there, whoever they choose. If you come to fear for their "
            "safety, ask them openly and get help the same day."
        ),
    ),
    Definition(
        code="social_emotional.secondary.negotiates-house-rule",
        topic="communication",
        title="Negotiates a house rule with the adults",
        description=(
            "Can come with a proposal, a reason and something in return, say about the hour for "
            "coming home or the use of a shared room, and move a little when the others do."
        ),
        guidance=(
            "Name one rule you are willing to reopen, and ask for an offer by the weekend. Write "
            "down both versions, look for a third, and give it a week’s trial."
        ),
    ),
    Definition(
        code="social_emotional.secondary.holds-back-advice",
        topic="empathy",
        title="Holds back advice until it is asked for",
        description=(
            "Can let somebody tell the whole of a trouble, say “that sounds hard” or simply stay, "
            "and keep any solution for later."
        ),
        guidance=(
            "Do it for your teenager first: at the next difficult story, say only “That sounds "
            "hard”, and count to ten in your head. At the end of the week, ask for an honest "
            "verdict on how you did."
        ),
    ),
    Definition(
        code="social_emotional.secondary.pinpoints-early-signs-of-stress",
        topic="regulation",
        title="Pinpoints early signs that stress is building",
        description=(
            "Can say what they notice in themselves, perhaps short answers, a tight jaw or "
            "restless nights, and one thing that lets off steam."
        ),
        guidance=(
            "Let your teenager know what gives you away before a hard week, and what helps. Ask: "
            "“When I notice yours, do I say so, leave you be or bring you something to eat?” Then "
            "go by the answer."
        ),
    ),
    Definition(
        code="social_emotional.secondary.draws-line-in-friendship",
        topic="friendship",
        title="Draws a line in a friendship",
        description=(
            "Can let the friend, or somebody they trust, know what is not all right with them, and "
            "answer later, meet less often or leave the group if it goes on. You may hear of it "
            "only afterwards, or in part."
        ),
        guidance=(
            "Share a line you once drew in a friendship, or wish you had, and which words you "
            "found. If they are looking for words of their own, offer to play the friend for two "
            "minutes, or to keep out of it."
        ),
    ),
    Definition(
        code="social_emotional.secondary.revises-first-impression",
        topic="empathy",
        title="Revises a first impression of somebody",
        description=(
            "Can say that they see a teacher, a classmate or a relative differently since learning "
            "more about them, and what made the change."
        ),
        guidance=(
            "Think of somebody you misjudged, and say what put you right. Then ask: “Who turned "
            "out different from what you first thought?” Be prepared to be the answer."
        ),
    ),
)
