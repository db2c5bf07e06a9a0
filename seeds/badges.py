"""The badge templates and badge milestones of the demo. An installation writes its own.

A description is what somebody had to show to be given the badge. The person who holds it reads it,
the mentor who judges by it, and whoever opens its public verification page. Its first sentence says
what was done, the others what was seen.
"""

from seeds.schema import BadgeMilestone, BadgeTemplate

BADGE_TEMPLATES: tuple[BadgeTemplate, ...] = (
    # Software engineering, foundations
    BadgeTemplate(
        slug="python-toolmaker",
        name="Python Toolmaker",
        description=(
            "Wrote a Python program that takes a real chore off somebody's hands. That person "
            "installed it from its instructions alone and used it for a week. Asked about any "
            "ten lines the reviewer picked, the author said what each does and what would go "
            "wrong without it."
        ),
        icon="laptop",
        skills=("python",),
        legacy_category="Programming",
    ),
    BadgeTemplate(
        slug="lively-page-maker",
        name="Lively Page Maker",
        description=(
            "Built a page in plain JavaScript that answers while somebody types. Slow, empty "
            "and broken answers from the server each had a state of their own, and an old "
            "answer never replaced a newer one. The reviewer asked for one small change and "
            "watched it being made."
        ),
        icon="bulb",
        skills=("javascript",),
        legacy_category="Web",
    ),
    BadgeTemplate(
        slug="helpful-types",
        name="Helpful Types",
        description=(
            "Moved a JavaScript module of at least 300 lines to TypeScript's strict mode, "
            "leaving no type open and no check switched off. Five mistakes the reviewer planted "
            "were caught by the compiler before anything ran."
        ),
        icon="puzzle",
        skills=("typescript",),
    ),
    BadgeTemplate(
        slug="clear-commit-history",
        name="Clear Commit History",
        description=(
            "Kept a project's history over at least thirty commits, each doing one thing and "
            "saying why. From the messages alone, the reviewer found out when a given behaviour "
            "had changed, and for what reason. One commit was then taken back live, and no "
            "other work was lost."
        ),
        icon="pen",
        skills=("git",),
        legacy_category="Programming",
    ),
    BadgeTemplate(
        slug="graceful-recovery",
        name="Graceful Recovery",
        description=(
            "Wrote a program that copes with a full disk, a damaged file and a lost network. "
            "All three were brought about live. Nothing was lost, and every message said what "
            "had happened and what to do next."
        ),
        icon="leaf",
        skills=("error-handling",),
    ),
    BadgeTemplate(
        slug="secure-coder",
        name="Secure Coder",
        description=(
            "Found four weaknesses in a practice application somebody else had written, among "
            "them an injection and a gap in who may see what. For each, the attack was "
            "explained in words a manager could follow. Each was then closed, with a test that "
            "keeps it closed."
        ),
        icon="shield",
        skills=("secure-coding",),
        validity_days=730,
        legacy_category="Security",
    ),
    BadgeTemplate(
        slug="open-source-contributor",
        name="Open-Source Contributor",
        description=(
            "Brought a change into an open-source project run by strangers, from first "
            "conversation to merge. It came with its tests, followed the project's own rules, "
            "and every question its maintainers asked was answered. The merged change is "
            "public, so anybody can read it."
        ),
        icon="star",
        skills=("git",),
        legacy_category="community",
    ),
    # Software engineering, backend
    BadgeTemplate(
        slug="api-builder",
        name="API Builder",
        description=(
            "Built an API of at least five endpoints that a stranger could use from its "
            "documentation alone. Twelve requests, half of them wrong on purpose, each got the "
            "right status code. The wrong ones also got a sentence on how to put them right."
        ),
        icon="gear",
        skills=("rest-apis",),
        legacy_category="Backend",
    ),
    BadgeTemplate(
        slug="trusted-gatekeeper",
        name="Trusted Gatekeeper",
        description=(
            "Built sign-in for an API: passwords nobody can read back, tokens that expire, and "
            "a way to withdraw any of them at once. Twenty attempts to get in, or to reach "
            "another person's data, were run live. All were refused, with an answer that gave "
            "nothing away."
        ),
        icon="key",
        skills=("api-authentication",),
        legacy_category="Security",
    ),
    BadgeTemplate(
        slug="api-contract-keeper",
        name="API Contract Keeper",
        description=(
            "Changed an API that others use, twice, without breaking anybody's program. Its "
            "contract was written down and checked on every commit. A program written for the "
            "first version ran through both changes untouched."
        ),
        icon="handshake",
        skills=("rest-apis", "api-testing"),
    ),
    BadgeTemplate(
        slug="system-designer",
        name="System Designer",
        description=(
            "Designed a system for a stated load and drew it so that others could argue with "
            "it. Three choices were defended by naming what was given up for each. When the "
            "reviewer changed the numbers, the part that would give way first was found, and "
            "the design was rethought on the spot."
        ),
        icon="trophy",
        skills=("system-design",),
        legacy_category="Architecture",
    ),
    BadgeTemplate(
        slug="no-message-lost",
        name="No Message Lost",
        description=(
            "Built a queue and the workers that empty it. While workers were stopped and "
            "started at random, ten thousand messages went through, and each took effect "
            "exactly once. The count came from a query anybody could repeat."
        ),
        icon="speech",
        skills=("message-queues",),
    ),
    BadgeTemplate(
        slug="honest-cache",
        name="Honest Cache",
        description=(
            "Put a cache in front of a slow service and made its answers at least five times "
            "faster. A change at the source showed within the time promised. With the cache "
            "switched off the service became slower, never wrong; all of it was measured live."
        ),
        icon="rocket",
        skills=("caching", "rest-apis"),
    ),
    # Software engineering, frontend
    BadgeTemplate(
        slug="first-page-online",
        name="First Page Online",
        description=(
            "Put a first page online, under an address anybody can open. It has a title, "
            "headings in order, a link that leads somewhere, and a picture described for people "
            "who cannot see it. Its maker told the reviewer what every line of the HTML is for."
        ),
        icon="globe",
        skills=("html",),
        legacy_category="web",
    ),
    BadgeTemplate(
        slug="page-builder",
        name="Page Builder",
        description=(
            "Built three linked pages from semantic HTML and hand-written CSS, without a "
            "framework. They made sense with the styles switched off, printed well and passed "
            "the validator without a warning. A new colour for all three took one edit."
        ),
        icon="laptop",
        skills=("html", "css"),
        legacy_category="Web",
    ),
    BadgeTemplate(
        slug="component-crafter",
        name="Component Crafter",
        description=(
            "Made a set of six components in TypeScript, each with its states, its keyboard "
            "behaviour and a page that documents it. Somebody who had never seen them put "
            "together a new page with nothing but that documentation."
        ),
        icon="puzzle",
        skills=("ui-components", "typescript"),
    ),
    BadgeTemplate(
        slug="at-home-on-any-screen",
        name="At Home on Any Screen",
        description=(
            "Shaped a page of real content that reads well on anything from a small phone to a "
            "wide desktop, in light and dark, at double text size. The reviewer dragged the "
            "window from 320 to 2,560 pixels. At no width was anything cut off or to be "
            "scrolled sideways."
        ),
        icon="globe",
        skills=("responsive-design", "css"),
    ),
    BadgeTemplate(
        slug="accessibility-review",
        name="Accessibility Review",
        description=(
            "Reviewed a site of at least ten pages against WCAG 2.2 AA with a keyboard, a "
            "screen reader and an automated checker. Each finding says who is kept out, where, "
            "and how to let them in. The three that mattered most were mended and checked "
            "again."
        ),
        icon="medal",
        skills=("web-accessibility",),
        validity_days=730,
        legacy_category="Accessibility",
    ),
    BadgeTemplate(
        slug="keyboard-all-the-way",
        name="Keyboard All the Way",
        description=(
            "Made a dialog, a menu and a sortable list that work fully by keyboard and speak "
            "clearly to a screen reader. An automated test walks through each one and notices "
            "when focus gets lost. The reviewer put the mouse aside and finished a whole task."
        ),
        icon="key",
        skills=("web-accessibility", "ui-components", "ui-test-automation"),
    ),
    BadgeTemplate(
        slug="page-effects-with-jquery",
        name="Page Effects with jQuery",
        description=(
            "Added a menu, a gallery and form hints to an existing site with jQuery. Every page "
            "stayed usable with scripts switched off. All three behaved alike in four browsers, "
            "one of them ten years old."
        ),
        icon="star",
        skills=("javascript",),
        state="Archived",
        legacy_category="Web",
    ),
    # Data, databases
    BadgeTemplate(
        slug="first-queries",
        name="First Queries",
        description=(
            "Wrote ten queries that select, filter, sort, join and count, on a database of at "
            "least three tables. Each came with its question in plain words. For two of them, "
            "the author said what would come back before running them, and was right."
        ),
        icon="database",
        skills=("sql",),
        legacy_category="Data",
    ),
    BadgeTemplate(
        slug="sql-explorer",
        name="SQL Explorer",
        description=(
            "Answered fifteen questions about an unfamiliar database with one query each. "
            "Joins, grouping and window functions all had their use, and missing values bent no "
            "answer. Two queries were changed on the spot for a question the reviewer had just "
            "made up."
        ),
        icon="magnifier",
        skills=("sql",),
        legacy_category="Data",
    ),
    BadgeTemplate(
        slug="query-tuner",
        name="Query Tuner",
        description=(
            "Made three slow queries, on a million rows or more, at least ten times faster "
            "without changing what they answer. Each was shown with its plan before and after. "
            "Every new index came with its price: what writing now pays for the faster reading."
        ),
        icon="rocket",
        skills=("query-optimisation", "sql"),
    ),
    BadgeTemplate(
        slug="schema-designer",
        name="Schema Designer",
        description=(
            "Designed a database for a trade the designer first had to ask about. Somebody of "
            "that trade agreed with a one-sentence description of every table. The reviewer "
            "tried to store ten impossible facts, and keys and constraints refused them all."
        ),
        icon="database",
        skills=("database-design",),
        legacy_category="Data",
    ),
    BadgeTemplate(
        slug="careful-migration",
        name="Careful Migration",
        description=(
            "Changed the shape of a database of a million rows while simulated users kept "
            "working on it. The steps ran from the delivery pipeline, and one was taken back "
            "live. Nobody waited longer than a second, and the sums before and after agreed."
        ),
        icon="mountain",
        skills=("database-design", "sql", "ci-cd"),
    ),
    BadgeTemplate(
        slug="star-schema",
        name="Star Schema",
        description=(
            "Modelled a business process as facts and dimensions, with one sentence on what a "
            "row of each fact table stands for. Eight questions the model had not been drawn "
            "for were answered by short queries. A customer who had moved house was counted "
            "where they lived at the time."
        ),
        icon="star",
        skills=("dimensional-modelling",),
    ),
    # Data, analytics
    BadgeTemplate(
        slug="clear-spreadsheets",
        name="Clear Spreadsheets",
        description=(
            "Built a workbook that somebody else now keeps up to date. Inputs, workings and "
            "results stand apart, every total has a check beside it, and no number hides inside "
            "a formula. The reviewer traced three results back to their inputs without help."
        ),
        icon="book",
        skills=("spreadsheets",),
        legacy_category="Office",
    ),
    BadgeTemplate(
        slug="data-cleaner",
        name="Data Cleaner",
        description=(
            "Turned at least 5,000 messy records into data that can be trusted. Each rule was "
            "written down with its reason and the number of rows it touched, and running them "
            "all again changed nothing. Ten rows picked at random were followed back to their "
            "source."
        ),
        icon="leaf",
        skills=("data-cleaning",),
        legacy_category="Data",
    ),
    BadgeTemplate(
        slug="honest-statistics",
        name="Honest Statistics",
        description=(
            "Answered a real question from a sample and said how sure the answer is. "
            "Assumptions were checked, the average came with its interval, and what the sample "
            "cannot tell stood first, not last. A reader without any statistics retold the "
            "result correctly."
        ),
        icon="chart",
        skills=("statistics",),
        legacy_category="Analytics",
    ),
    BadgeTemplate(
        slug="data-explorer",
        name="Data Explorer",
        description=(
            "Explored data nobody had prepared and found three things its owner did not know. "
            "Each was followed down to single records, to be sure it was not a slip in the "
            "data. The Python notebook ran from top to bottom on another machine."
        ),
        icon="compass",
        skills=("exploratory-analysis", "python"),
    ),
    BadgeTemplate(
        slug="charts-that-speak",
        name="Charts That Speak",
        description=(
            "Drew six charts that each make one point. A person new to the subject looked at "
            "each for five seconds and could name the point of at least five. Axes, units and "
            "sources were there for whoever looked longer."
        ),
        icon="chart",
        skills=("data-visualisation",),
        legacy_category="Analytics",
    ),
    BadgeTemplate(
        slug="data-storyteller",
        name="Data Storyteller",
        description=(
            "Told an audience of non-specialists in ten minutes what the data says and what it "
            "leaves open, without jargon. Three listeners were then asked what to do next and "
            "why. Their answers matched the data."
        ),
        icon="speech",
        skills=("data-storytelling", "data-visualisation"),
        legacy_category="Soft skills",
    ),
    BadgeTemplate(
        slug="charts-for-everyone",
        name="Charts for Everyone",
        description=(
            "Published a page of charts that also works without colour and without sight. Every "
            "chart has a text that gives its point and a table that gives its numbers. Five "
            "questions about the data were answered as well with a screen reader and a covered "
            "screen as by eye."
        ),
        icon="globe",
        skills=("data-visualisation", "web-accessibility"),
    ),
    # Data, data engineering
    BadgeTemplate(
        slug="pipeline-builder",
        name="Pipeline Builder",
        description=(
            "Built a pipeline that brings data from three sources into one place every day. "
            "Stopped halfway and started again, it neither lost a row nor stored one twice. "
            "Rows it could not take were kept with the reason, so that somebody could mend "
            "them."
        ),
        icon="gear",
        skills=("etl-pipelines",),
        legacy_category="Data",
    ),
    BadgeTemplate(
        slug="pipeline-conductor",
        name="Pipeline Conductor",
        description=(
            "Scheduled at least eight jobs so that each starts when what it needs is there, and "
            "not before. A missed day was caught up without touching the days around it. When a "
            "job stopped, a message said which results not to rely on yet."
        ),
        icon="puzzle",
        skills=("workflow-orchestration", "etl-pipelines"),
    ),
    BadgeTemplate(
        slug="stream-keeper",
        name="Stream Keeper",
        description=(
            "Built a live count over a stream in which events come late, twice and out of "
            "order. After the run it matched a patient recount to the last event. How late is "
            "too late was a decision, written down and defended."
        ),
        icon="cloud",
        skills=("stream-processing", "message-queues"),
    ),
    BadgeTemplate(
        slug="data-quality-guardian",
        name="Data Quality Guardian",
        description=(
            "Agreed with the people who use a table what good data means there, and had every "
            "load checked against it. Seven defects planted by the reviewer were noticed before "
            "they reached a report. Each alert named the rows, the rule and whom to ask."
        ),
        icon="shield",
        skills=("data-quality", "monitoring"),
    ),
    # Quality
    BadgeTemplate(
        slug="red-then-green",
        name="Red, Then Green",
        description=(
            "Wrote five tests for a small program and saw each turn red before it turned green. "
            "Each has a name that says what is promised. The reviewer broke the program once, "
            "and a test showed where."
        ),
        icon="leaf",
        skills=("unit-testing",),
        legacy_category="testing",
    ),
    BadgeTemplate(
        slug="test-planner",
        name="Test Planner",
        description=(
            "Planned on two pages how to test a feature nobody had built yet. Risks came first, "
            "each with the test that looks for it, and what stays untested was said openly. At "
            "least two of the plan's questions changed the feature before its first line was "
            "written."
        ),
        icon="book",
        skills=("test-planning",),
        legacy_category="QA",
    ),
    BadgeTemplate(
        slug="curious-tester",
        name="Curious Tester",
        description=(
            "Explored an unfamiliar application in three sessions of an hour, each with a "
            "question to answer. At least six problems came to light that the application's own "
            "tests had missed. From the notes, somebody else could walk the same paths again."
        ),
        icon="bug",
        skills=("exploratory-testing",),
        legacy_category="QA",
    ),
    BadgeTemplate(
        slug="clear-bug-reporter",
        name="Clear Bug Reporter",
        description=(
            "Reported ten defects so clearly that a developer reproduced every one without "
            "asking back. Each report gives the steps, what was expected, what came instead and "
            "whom it affects. None of them blames anybody."
        ),
        icon="pen",
        skills=("bug-reporting",),
        legacy_category="QA",
    ),
    BadgeTemplate(
        slug="root-cause-finder",
        name="Root Cause Finder",
        description=(
            "Traced a bug that comes and goes to the very commit that brought it in. First came "
            "a test that shows it every time, then the repair, then a report on how it had "
            "slipped in. The reviewer followed the search from its notes."
        ),
        icon="magnifier",
        skills=("bug-reporting", "unit-testing", "git"),
    ),
    BadgeTemplate(
        slug="trustworthy-tests",
        name="Trustworthy Tests",
        description=(
            "Wrote tests for somebody else's module until they could be trusted. The reviewer "
            "broke the module in ten places, one at a time, and each time a test named after "
            "the broken promise turned red. The whole run took under ten seconds."
        ),
        icon="trophy",
        skills=("unit-testing",),
        legacy_category="QA",
    ),
    BadgeTemplate(
        slug="api-tester",
        name="API Tester",
        description=(
            "Tested a practice API against its documentation: the usual, the edges and what "
            "nobody should send. Three answers were found that the documentation does not "
            "allow. The checks now run on every commit and say in one line what is wrong."
        ),
        icon="bug",
        skills=("api-testing", "ci-cd"),
    ),
    BadgeTemplate(
        slug="steady-interface-tests",
        name="Steady Interface Tests",
        description=(
            "Automated the five journeys that matter most in an application, as the people who "
            "use it take them. Run fifty times in a row, the tests gave the same answer fifty "
            "times. One journey was broken on purpose, and the report showed the step in a "
            "picture and in words."
        ),
        icon="medal",
        skills=("ui-test-automation",),
    ),
    BadgeTemplate(
        slug="owner-of-assisted-code",
        name="Owner of Assisted Code",
        description=(
            "Delivered a feature written together with an AI assistant and answered for all of "
            "it. Three mistakes of the assistant, one of them a weakness in security, were "
            "found, explained and covered by tests. Any line the reviewer picked was explained "
            "without the assistant's help."
        ),
        icon="bulb",
        skills=("secure-coding", "unit-testing"),
        state="Draft",
    ),
    # Platform, infrastructure
    BadgeTemplate(
        slug="at-home-on-the-command-line",
        name="At Home on the Command Line",
        description=(
            "Found, moved, compared and searched files on a Linux machine without a mouse. Ten "
            "small tasks the reviewer set were done in one sitting, with the manual pages as "
            "the only help. Each command was explained before it was run."
        ),
        icon="laptop",
        skills=("linux",),
        legacy_category="DevOps",
    ),
    BadgeTemplate(
        slug="linux-caretaker",
        name="Linux Caretaker",
        description=(
            "Set up a Linux server from an empty machine: users, permissions, updates, backups "
            "and a firewall. After a restart nobody had announced, its services came back by "
            "themselves. Somebody else followed the written steps and arrived at the same "
            "server."
        ),
        icon="gear",
        skills=("linux",),
        legacy_category="DevOps",
    ),
    BadgeTemplate(
        slug="network-detective",
        name="Network Detective",
        description=(
            "Found the cause of five broken connections, from a wrong name to a closed port, "
            "with everyday tools. Each search was retold step by step: what was ruled out, how, "
            "and in which order. A drawing of the network stays for whoever comes next."
        ),
        icon="compass",
        skills=("networking",),
    ),
    BadgeTemplate(
        slug="restore-drill",
        name="Restore Drill",
        description=(
            "Restored the latest backup to an empty machine and had the service answering again "
            "within the time agreed. Counts and samples matched the original, and the written "
            "steps were put right where they were wrong. Rehearsals grow old, so this one is "
            "worth repeating."
        ),
        icon="key",
        skills=("linux", "incident-response"),
        validity_days=90,
    ),
    BadgeTemplate(
        slug="container-packer",
        name="Container Packer",
        description=(
            "Packed an application of at least three parts so that one command starts all of "
            "it. The images run without root rights and hold no secret and nothing the "
            "application does not need. A colleague with only a container engine installed was "
            "working within ten minutes."
        ),
        icon="cloud",
        skills=("containers",),
        legacy_category="DevOps",
    ),
    BadgeTemplate(
        slug="cluster-navigator",
        name="Cluster Navigator",
        description=(
            "Ran a service on a cluster of three nodes through a new release, a lost node and a "
            "sudden rush. Requests were sent all the while, and every one was answered. Limits, "
            "health checks and the way back were explained from the configuration."
        ),
        icon="mountain",
        skills=("container-orchestration", "containers"),
    ),
    BadgeTemplate(
        slug="rebuilt-from-code",
        name="Rebuilt from Code",
        description=(
            "Described a whole environment as code, took it down and brought it back in front "
            "of the reviewer. It came back the same, down to the firewall rules, and nothing "
            "was done by hand. One change was then proposed, reviewed and applied the same way."
        ),
        icon="cloud",
        skills=("infrastructure-as-code",),
    ),
    BadgeTemplate(
        slug="cloud-cost-keeper",
        name="Cloud Cost Keeper",
        description=(
            "Lowered the monthly bill of a running environment by at least a fifth without "
            "making it slower, measured before and after. One page shows what each part costs "
            "and what it is for. Every saving was written into the code, so that it stays."
        ),
        icon="leaf",
        skills=("infrastructure-as-code", "monitoring"),
        state="Draft",
    ),
    # Platform, delivery and operations
    BadgeTemplate(
        slug="ready-to-release",
        name="Ready to Release",
        description=(
            "Built the way from commit to running service, so that anybody in the team may take "
            "it. Every commit is checked, built once and delivered without a hand touching it. "
            "One bad release was let through on purpose and taken back within five minutes."
        ),
        icon="rocket",
        skills=("ci-cd",),
        legacy_category="Dev Ops",
    ),
    BadgeTemplate(
        slug="watchful-eye",
        name="Watchful Eye",
        description=(
            "Gave a service a dashboard that answers one question at a glance: are the people "
            "who use it well served? Four disturbances were caused unannounced, and each raised "
            "an alert within five minutes that said whom it affects and where to look. In the "
            "quiet week after, no alert rang without cause."
        ),
        icon="magnifier",
        skills=("monitoring",),
    ),
    BadgeTemplate(
        slug="on-call-ready",
        name="On-Call Ready",
        description=(
            "Led the answer to two rehearsed incidents, from first alert to last message. The "
            "people affected were told early what was known, and the service was brought back "
            "before its cause was hunted. The written review names causes and blames nobody."
        ),
        icon="flame",
        skills=("incident-response", "monitoring"),
        validity_days=365,
        legacy_category="DevOps",
    ),
    BadgeTemplate(
        slug="release-by-hand",
        name="Release by Hand",
        description=(
            "Released a service by hand five times with a checklist written for the purpose. "
            "Each time it answered again within ten minutes. By the fifth release the checklist "
            "had become shorter, and somebody else could follow it."
        ),
        icon="book",
        skills=("linux",),
        state="Archived",
        legacy_category="DevOps",
    ),
    # Community, without a skill, so they count everywhere but in a category
    BadgeTemplate(
        slug="peer-helper",
        name="Peer Helper",
        description=(
            "Helped three fellow students, on different days, past a point where they were "
            "stuck. Each of them says that they understood what had held them up. Nobody's "
            "keyboard was taken over along the way."
        ),
        icon="handshake",
        skills=(),
        legacy_category="Soft skills",
    ),
    BadgeTemplate(
        slug="workshop-host",
        name="Workshop Host",
        description=(
            "Taught at least five people something they had asked to learn, with a part for "
            "everybody to try. By the end, each had made it work once on their own machine. "
            "What the group found hard was written down for whoever teaches it next."
        ),
        icon="speech",
        skills=(),
        legacy_category="Soft skills",
    ),
    BadgeTemplate(
        slug="thoughtful-reviewer",
        name="Thoughtful Reviewer",
        description=(
            "Reviewed ten changes by other people, each within two working days. Every review "
            "asked a real question, named something good and kept what must change apart from "
            "what might. Three of the authors say that their change came out better for it."
        ),
        icon="bulb",
        skills=(),
        legacy_category="community",
    ),
)

BADGE_MILESTONES: tuple[BadgeMilestone, ...] = (
    # Global. A description names no number: the threshold stays editable until somebody reaches it.
    BadgeMilestone(
        slug="first-badge",
        title="First Badge",
        icon="medal",
        metric="badge_count",
        scope="global",
        threshold=1,
    ),
    BadgeMilestone(
        slug="badge-collector",
        title="Badge Collector",
        icon="trophy",
        metric="badge_count",
        scope="global",
        threshold=5,
    ),
    BadgeMilestone(
        slug="summit-view",
        title="Summit View",
        description="A long way up, badge by badge, with a view over all of them.",
        icon="mountain",
        metric="badge_count",
        scope="global",
        threshold=10,
    ),
    BadgeMilestone(
        slug="well-rounded",
        title="Well-Rounded",
        icon="globe",
        metric="category_count",
        scope="global",
        threshold=3,
    ),
    BadgeMilestone(
        slug="wide-horizon",
        title="Wide Horizon",
        description="Earned with badges from categories that seldom meet in one person.",
        icon="compass",
        metric="category_count",
        scope="global",
        threshold=8,
        active=False,
    ),
    # In a category. Skills hang on the third level: above it, only sub-categories have any to count.
    BadgeMilestone(
        slug="tech-starter",
        title="Tech Starter",
        icon="laptop",
        metric="badge_count",
        scope="category",
        threshold=1,
        category="software-engineering",
        include_sub_categories=True,
    ),
    BadgeMilestone(
        slug="nothing-slips-by",
        title="Nothing Slips By",
        description=(
            "For noticing in good time what others would have met too late. Earned with badges "
            "in Quality."
        ),
        icon="magnifier",
        metric="badge_count",
        scope="category",
        threshold=6,
        category="quality",
        include_sub_categories=True,
    ),
    BadgeMilestone(
        slug="solid-ground",
        title="Solid Ground",
        description="The ground that reports and pages stand on. Earned with badges in Databases.",
        icon="database",
        metric="badge_count",
        scope="category",
        threshold=4,
        category="databases",
        include_sub_categories=True,
    ),
    BadgeMilestone(
        slug="communicator",
        title="Communicator",
        icon="speech",
        metric="badge_count",
        scope="category",
        threshold=3,
        category="presenting-data",
        include_sub_categories=True,
        active=False,
    ),
    BadgeMilestone(
        slug="calm-in-the-storm",
        title="Calm in the Storm",
        description=(
            "For being the one others are glad to see when an alert rings. Earned with badges "
            "in Reliability."
        ),
        icon="flame",
        metric="badge_count",
        scope="category",
        threshold=2,
        category="reliability",
        include_sub_categories=False,
    ),
)
