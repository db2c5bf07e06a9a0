"""Islamic: what a parent may see from three to sixteen.

Ordered within each age band: the first is usually seen before the last.
"""

from seeds.definitions.schema import Definition

DEFINITIONS: tuple[Definition, ...] = (
    # 3–5 years
    Definition(
        code="islamic.early_years.copies-movement-of-salah",
        topic="salah",
        title="Copies a movement of salah beside a grown-up",
        description=(
            "Can bow, sit or touch the ground with their forehead for a moment next to somebody at "
            "salah (prayer), or follow from a chair with hands, head or eyes. Wandering off again "
            "is part of it."
        ),
        guidance=(
            "At one salah this week, leave a space beside the grown-up and say beforehand: “There "
            "is room for you here.” The pace stays as usual, and coming or going is free."
        ),
    ),
    Definition(
        code="islamic.early_years.greets-with-salam",
        topic="akhlaq",
        title="Greets people at home with salam",
        description=(
            "Can say, sign or wave a greeting such as “as-salamu alaykum” (peace be upon you) to "
            "somebody at home, for example when coming in from outside."
        ),
        guidance=(
            "Each time you come home this week, stop at the door and say salam before anything "
            "else. Then wait a moment: a word, a sign or a wave back is an answer."
        ),
    ),
    Definition(
        code="islamic.early_years.listens-to-surah",
        topic="quran",
        title="Listens to a surah until its last word",
        description=(
            "Can stay with a recitation of half a minute or so, for instance Surah al-Fatihah (the "
            "opening chapter), sitting close by or watching its meaning in signs."
        ),
        guidance=(
            "At bedtime this week, recite the same short surah every evening, or play one you have "
            "recorded. A child who hears little can rest a hand on your chest and follow your "
            "voice that way."
        ),
    ),
    Definition(
        code="islamic.early_years.spreads-mat-for-salah",
        topic="salah",
        title="Spreads a mat or clean cloth for salah",
        description=(
            "Can fetch it and unroll it when somebody at home is about to begin, or point to the "
            "spot where it goes."
        ),
        guidance=(
            "Next time somebody gets ready for salah, hold out the mat and ask: “Where shall it go "
            "today?” Choosing the spot while you lay it out does the same job as unrolling."
        ),
    ),
    Definition(
        code="islamic.early_years.says-bismillah-before-eating",
        topic="ibadah",
        title="Says Bismillah before eating",
        description=(
            "Can start a meal or snack with “Bismillah” (in the name of Allah), spoken or signed, "
            "about once a day, perhaps just after hearing somebody else begin."
        ),
        guidance=(
            "Before the first bite, hold still and count to three in your head: room for the word "
            "to come. If it stays away, say it yourself and start. For a child who does not speak, "
            "an agreed tap on the table says it too."
        ),
    ),
    Definition(
        code="islamic.early_years.points-out-creation",
        topic="knowledge",
        title="Points out something Allah created",
        description=(
            "Can name or point to two or three things when asked what Allah has made, such as the "
            "moon, a cat or rain on the window."
        ),
        guidance=(
            "On the way somewhere, or at the window, say: “I spy something Allah made, and it is "
            "green.” Then swap roles, with a word, a sound or a finger for an answer."
        ),
    ),
    Definition(
        code="islamic.early_years.treats-creature-gently",
        topic="akhlaq",
        title="Treats a plant or small creature gently",
        description=(
            "Can water a pot, stroke an animal softly or leave an ant its path when reminded that "
            "it is a creature of Allah."
        ),
        guidance=(
            "Find one ant, bird or leaf together, outdoors or from the window, and watch it for as "
            "long as it stays interesting. Then ask: “What would this little one like from us?”"
        ),
    ),
    Definition(
        code="islamic.early_years.asks-allah-in-own-words",
        topic="ibadah",
        title="Asks Allah for something in their own words",
        description=(
            "Can make a dua (asking Allah from the heart) of a few words in any language, aloud, "
            "whispered or signed, such as “Allah, please make my friend well.”"
        ),
        guidance=(
            "At bedtime, make a dua of your own in one plain sentence, then ask: “What would you "
            "like to ask Allah tonight?” A small wish is as welcome as a big one, and so is "
            "silence."
        ),
    ),
    Definition(
        code="islamic.early_years.recites-short-surah-by-heart",
        topic="quran",
        title="Recites a short surah by heart",
        description=(
            "Can say a surah of three to six verses, such as al-Kawthar, al-Ikhlas or an-Nas, with "
            "a word from you here and there; a child who signs can sign what it says."
        ),
        guidance=(
            "Take one verse and say it together three times at the same moment each day, perhaps "
            "on waking up. Add the next verse only when the first comes by itself."
        ),
    ),
    Definition(
        code="islamic.early_years.five-pillars",
        topic="knowledge",
        title="Names the five pillars of Islam",
        description=(
            "Can say, sign or point to pictures for all five, in any order: shahadah (declaring "
            "faith), salah (prayer), zakat (giving a due share), sawm (fasting) and hajj "
            "(pilgrimage)."
        ),
        guidance=(
            "Line up five cups or pebbles, give each one a pillar and name them together. Then "
            "say: “Now teach them to your favourite toy.”"
        ),
    ),
    # 6–9 years
    Definition(
        code="islamic.primary.matches-dua-to-moment",
        topic="ibadah",
        title="Matches an everyday dua to its moment",
        description=(
            "Can say or sign a short learnt dua just when it fits, on two kinds of occasion, for "
            "instance before sleep or on leaving the house."
        ),
        guidance=(
            "Choose one moment, write its dua on a scrap of paper in the letters you read best, "
            "and stick it where that moment happens, by the bed or the front door. Say it together "
            "there each day this week."
        ),
    ),
    Definition(
        code="islamic.primary.puts-daily-salah-in-order",
        topic="salah",
        title="Puts the daily salah in order from Fajr to Isha",
        description=(
            "Can lay out or say all five names as the day brings them: Fajr, Dhuhr, Asr, Maghrib, "
            "Isha."
        ),
        guidance=(
            "Write each name on a scrap of paper and draw its sky: first light, high sun, long "
            "shadows, sunset, dark. Shuffle them and lay out the day together."
        ),
    ),
    Definition(
        code="islamic.primary.recounts-prophet-story",
        topic="knowledge",
        title="Recounts a prophet’s story from the Quran",
        description=(
            "Can say who the prophet was, what was hard and how it ended, for example Nuh and the "
            "ark or Yunus and the great fish (peace be upon them)."
        ),
        guidance=(
            "Tell one such story at bedtime, and the next evening say: “Tonight I am the "
            "listener.” Signs, or drawings of the ark, the rain and the sea, tell it just as words "
            "do."
        ),
    ),
    Definition(
        code="islamic.primary.washes-for-wudu",
        topic="salah",
        title="Washes for wudu step by step",
        description=(
            "Can go through wudu (the washing before salah) from beginning to end in the order "
            "used at home, or tell a helper which part comes next."
        ),
        guidance=(
            "Before one salah, swap roles: your child gives the instructions at the tap and you do "
            "each step as you hear it. A row of small drawings can do the talking."
        ),
    ),
    Definition(
        code="islamic.primary.owns-up-to-mishap",
        topic="akhlaq",
        title="Owns up to a small mishap",
        description=(
            "Can say or sign “that was me” about a spilt drink or a torn page when asked calmly: a "
            "small act of sidq, truthfulness."
        ),
        guidance=(
            "Tell your child that people in Makkah called the Prophet ﷺ al-Amin, the trustworthy. "
            "Next time something breaks, ask “What happened?” in a quiet voice, say thank you for "
            "the truth and clear up together."
        ),
    ),
    Definition(
        code="islamic.primary.sounds-out-quran-words",
        topic="quran",
        title="Sounds out words of the Quran letter by letter",
        description=(
            "Can read three or four joined-up words slowly in Arabic script or Braille, helped by "
            "the vowel signs, or point to each letter as somebody else sounds it."
        ),
        guidance=(
            "Take one line of the Quran and hunt for a single letter in it, for example mim. Then "
            "work out one word that holds it; if Arabic letters are new to you too, be beginners "
            "together."
        ),
    ),
    Definition(
        code="islamic.primary.gives-own-thing-as-sadaqah",
        topic="ibadah",
        title="Gives away something of their own as sadaqah",
        description=(
            "Can choose a toy, a drawing or half a treat and see it handed over as sadaqah, a gift "
            "given freely for the sake of Allah."
        ),
        guidance=(
            "Put an empty box by the door and say: “What we put in here this week, we will take to "
            "somebody together.” A slip of paper that promises an hour of help may go in as well."
        ),
    ),
    Definition(
        code="islamic.primary.lists-beliefs",
        topic="knowledge",
        title="Lists what Muslims believe in",
        description=(
            "Can give four or more, in words, signs or on cards, for instance Allah, His angels, "
            "His books, His messengers, the Last Day."
        ),
        guidance=(
            "At one meal, ask: “What has each of us heard about angels?” Go round the table, "
            "grown-ups too, and save what nobody can answer for a person who has studied it."
        ),
    ),
    Definition(
        code="islamic.primary.surprises-neighbour",
        topic="akhlaq",
        title="Surprises a neighbour with a kindness",
        description=(
            "Can think of a small thing for somebody living nearby, such as a card under the door "
            "or a plant watered while they are away, and see it through with a grown-up."
        ),
        guidance=(
            "Mention that the Prophet ﷺ spoke often of kindness to neighbours, and ask: “Who near "
            "us could do with a smile?” Agree on something that costs nothing, and let your child "
            "pick the moment."
        ),
    ),
    Definition(
        code="islamic.primary.tells-meaning-of-surah",
        topic="quran",
        title="Tells what a memorised surah is about",
        description=(
            "Can sum it up in a sentence or two, in the language spoken at home, for instance that "
            "al-Ikhlas says Allah is One, or choose between two meanings you offer."
        ),
        guidance=(
            "After reciting a surah, read its meaning aloud once, from a translation if you use "
            "one. Ask: “How would you tell a friend, in one sentence, what it says?”"
        ),
    ),
    # 10–12 years
    Definition(
        code="islamic.upper_primary.returns-borrowed-thing",
        topic="akhlaq",
        title="Returns a borrowed thing in the state it came",
        description=(
            "Can see that a book, tool or game goes back on the day agreed, treating it as an "
            "amanah, something held in trust."
        ),
        guidance=(
            "Borrow something of your child’s for two days and say: “This is an amanah with me.” "
            "Give it back on the day, as it was, and ask what it was like to be the lender."
        ),
    ),
    Definition(
        code="islamic.upper_primary.completes-two-rakah-salah",
        topic="salah",
        title="Completes a two-rakah salah from memory",
        description=(
            "Can go through both rakahs (units) from the opening “Allahu Akbar” to the closing "
            "salam in the way they were taught, standing, seated or lying down, as body and voice "
            "allow."
        ),
        guidance=(
            "Ask which part still slips away, and say just that part together once a day, outside "
            "the salah itself. A card with the words beside the bed helps it settle."
        ),
    ),
    Definition(
        code="islamic.upper_primary.takes-on-part-of-ramadan",
        topic="ibadah",
        title="Takes on one part of Ramadan",
        description=(
            "Can pick a part with a grown-up and come back to it on most days: laying the table "
            "for iftar (the meal that ends the fast), a daily dua, or fasting for some hours where "
            "health allows."
        ),
        guidance=(
            "Talk about last Ramadan or the next one and ask: “Which part would you like to be "
            "yours?” Settle on one that suits their health, and note it where you will both find "
            "it again."
        ),
    ),
    Definition(
        code="islamic.upper_primary.locates-verse-by-number",
        topic="quran",
        title="Locates a verse in the Quran by its number",
        description=(
            "Can get from a reference such as 94:5 to the verse itself, in print, in Braille or by "
            "telling somebody where to turn, with the list of surahs to hand."
        ),
        guidance=(
            "Leave a note with two references, 94:5 and 49:13, and ask: “Which of them speaks of "
            "ease alongside hardship?” Let your child do the searching, and read both meanings "
            "aloud."
        ),
    ),
    Definition(
        code="islamic.upper_primary.arranges-life-of-prophet",
        topic="knowledge",
        title="Arranges events in the life of the Prophet ﷺ",
        description=(
            "Can put four or more in sequence: his childhood in Makkah, the first revelation, the "
            "Hijrah to Madinah from which the Islamic calendar counts, the return to Makkah."
        ),
        guidance=(
            "Tell one event a day in two or three sentences, in any order you like, and let your "
            "child place it among the earlier ones on a long strip of paper. Leave a gap wherever "
            "one of you wonders what came between."
        ),
    ),
    Definition(
        code="islamic.upper_primary.applies-tajwid-rule",
        topic="quran",
        title="Applies a rule of tajwid while reciting",
        description=(
            "Can keep to one rule of tajwid (the art of reciting), such as holding a long vowel, "
            "for a few lines, or point out where it falls as somebody else recites."
        ),
        guidance=(
            "Choose one rule and one short surah, and ask your child to teach you where it comes. "
            "If tajwid is new to you all, listen to a reciter and give a sign each time a sound is "
            "held."
        ),
    ),
    Definition(
        code="islamic.upper_primary.translates-phrases-of-salah",
        topic="salah",
        title="Translates phrases said in salah",
        description=(
            "Can give the meaning of three, in everyday words: perhaps “Allahu Akbar”, “al-hamdu "
            "lillahi Rabbil-alamin” and “as-salamu alaykum”."
        ),
        guidance=(
            "Take one phrase at a quiet moment and ask: “How would you put this for somebody "
            "younger?” Give your own version too, and keep whichever you both find clearer."
        ),
    ),
    Definition(
        code="islamic.upper_primary.steers-away-from-gossip",
        topic="akhlaq",
        title="Steers a conversation away from gossip",
        description=(
            "Can change the subject or say “let us leave that” when talk turns to the faults of "
            "somebody who is not there, which Islam calls ghibah."
        ),
        guidance=(
            "Agree on a secret sign for “we are talking about somebody again”, and let your child "
            "use it on the grown-ups too. Say as well that telling somebody they trust about being "
            "hurt is never gossip."
        ),
    ),
    Definition(
        code="islamic.upper_primary.sorts-quran-or-hadith",
        topic="knowledge",
        title="Sorts quotations into Quran or hadith",
        description=(
            "Can tell from the reference which of the two each one is: a verse of the Quran, or a "
            "report of what the Prophet ﷺ said or did."
        ),
        guidance=(
            "Collect three quotations you meet this week, on a wall, in a talk, in a message, and "
            "make three piles: Quran, hadith, not sure yet. A surah with a number points to the "
            "first, the name of a collection to the second."
        ),
    ),
    Definition(
        code="islamic.upper_primary.connects-task-to-worship",
        topic="ibadah",
        title="Connects an ordinary task to worship",
        description=(
            "Can say how something like cooking, or explaining homework to somebody younger, "
            "becomes ibadah (worship) through its niyyah, the intention in the heart."
        ),
        guidance=(
            "Give a reason of your own first: “I am making this soup for Allah’s sake, so that "
            "everybody is warm.” Then ask what one of their tasks could be for, and take the "
            "answer as it comes."
        ),
    ),
    # 13–16 years
    Definition(
        code="islamic.secondary.plans-day-around-salah",
        topic="salah",
        title="Plans a busy day around the times of salah",
        description=(
            "Can look through a day of lessons, travel or visits beforehand and work out when and "
            "where salah fits in."
        ),
        guidance=(
            "Before the next full day, ask: “Is there anything that would make salah easier "
            "tomorrow?” Offer to sort out one thing, a quiet corner or a word with whoever is in "
            "charge, and leave the plan to them."
        ),
    ),
    Definition(
        code="islamic.secondary.voices-disagreement-gently",
        topic="akhlaq",
        title="Voices disagreement at home in a gentle tone",
        description=(
            "Can refuse, or argue for something else, and keep to kind words, in the spirit of the "
            "Quran’s call to speak graciously to those who raised us."
        ),
        guidance=(
            "Ask your teenager which tone of yours makes it hard to listen, and drop it for a "
            "week. In the next disagreement, begin with: “You first, I am listening.”"
        ),
    ),
    Definition(
        code="islamic.secondary.traces-quotation-to-source",
        topic="knowledge",
        title="Traces a quotation about Islam to its source",
        description=(
            "Can follow a saying from a post, a poster or a talk back to a surah or a hadith "
            "collection, or arrive at “no source found”."
        ),
        guidance=(
            "Bring a saying you have repeated for years and ask for help in finding where it comes "
            "from. If nothing turns up, decide together whom to ask, and let it rest until then."
        ),
    ),
    Definition(
        code="islamic.secondary.compares-translations",
        topic="quran",
        title="Compares two translations of one verse",
        description=(
            "Can point to a word that was rendered differently and say what it changes, or note it "
            "down as a question for somebody who knows the Arabic."
        ),
        guidance=(
            "Read a verse you both know in two translations, from a shelf, a library or a friend, "
            "and ask: “Which word would you have chosen?” Those at home in Arabic can set two "
            "short commentaries side by side."
        ),
    ),
    Definition(
        code="islamic.secondary.keeps-small-act-going",
        topic="ibadah",
        title="Keeps a small act of worship going for a month",
        description=(
            "Can settle on something of their own, such as a dua, a moment of dhikr (remembering "
            "Allah) or a quiet kindness, and return to it on most days. What it is may stay "
            "private; their word for it is enough."
        ),
        guidance=(
            "Mention something small you are taking up yourself, and when in the day you do it. "
            "Ask: “Would anything like that suit you?” Then leave it there, with no counting and "
            "no checking."
        ),
    ),
    Definition(
        code="islamic.secondary.identifies-focus-in-salah",
        topic="salah",
        title="Identifies what helps them concentrate in salah",
        description=(
            "Can name one or two things they have noticed for themselves: a slower pace, a tidy "
            "corner, a pause before the start, the meaning of the words."
        ),
        guidance=(
            "Tell your teenager what pulls your own thoughts away, in salah or elsewhere, and ask: "
            "“What do you do about that?” Take up their suggestion for a week and report how it "
            "went."
        ),
    ),
    Definition(
        code="islamic.secondary.calls-out-own-advantage",
        topic="akhlaq",
        title="Calls out unfairness that favours them",
        description=(
            "Can say so, or write it, when a score came out too high or somebody else got the "
            "blame. The Quran asks for justice even against oneself."
        ),
        guidance=(
            "Tell of a time when being fair cost you something, or when you let the chance go by. "
            "Ask for nothing in return; a story like that finds its answer in its own time."
        ),
    ),
    Definition(
        code="islamic.secondary.explains-differing-scholars",
        topic="knowledge",
        title="Explains how scholars can reach different answers",
        description=(
            "Can give one reason, such as a word with two meanings or reports that reached one "
            "place first, and speak of each view with respect."
        ),
        guidance=(
            "Pick a difference you have both met, such as the day on which Eid begins, and ask: "
            "“What might each side have looked at?” You need not settle who is right; put what "
            "stays open to a scholar you both trust."
        ),
    ),
    Definition(
        code="islamic.secondary.offers-skill-in-service",
        topic="ibadah",
        title="Offers a skill in service for the sake of Allah",
        description=(
            "Can use something they are able to do, such as drawing, repairing, listening or "
            "explaining, for somebody who needs it, and want nothing back."
        ),
        guidance=(
            "Name one thing you have seen your teenager do that was of use to somebody. Ask: “Who "
            "else might be glad of that?” Whether, when and for whom stays their decision."
        ),
    ),
    Definition(
        code="islamic.secondary.relates-verse-to-own-life",
        topic="quran",
        title="Relates a verse to a question in their own life",
        description=(
            "Can name a verse that speaks to something on their mind, and say as much about it as "
            "they wish. The rest may stay between them and Allah."
        ),
        guidance=(
            "At a quiet moment, share in two or three sentences a verse that carried you through "
            "something. Leave a pause after it, and let the pause be enough."
        ),
    ),
)
