"""Projects a monthly milestone can set, in the order in which they are offered.

Per job role five Mini projects, then four Production ones. Students and employers both read the
descriptions: what is built first, what can be shown when it is finished last. Everything can be
built on an ordinary computer with free tools.
"""

from seeds.schema import Project

BACKLOG: tuple[Project, ...] = (
    # Backend Developer, Entry
    Project(
        slug="employee-directory-api",
        job_role="backend-developer-entry",
        title="Employee directory REST API",
        description=(
            "A small service that lists, adds, changes and removes the people of an imaginary "
            "company. The list can be filtered by department and comes in pages. Shown at the "
            "end: every endpoint answering live requests, and a wrong request answered with the "
            "right status code and a message that helps."
        ),
        tech_stack="Python, a web framework, SQLite",
        skills=("python", "rest-apis", "error-handling"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="library-lending-database",
        job_role="backend-developer-entry",
        title="Library lending database with a query workbook",
        description=(
            "A relational database for books, copies, members and loans, filled with invented "
            "data. Fifteen everyday questions of a librarian are answered by one query each, from "
            "overdue loans to the most borrowed author. Shown at the end: the diagram, the reason "
            "for each key and constraint, and each query run live."
        ),
        tech_stack="SQL, PostgreSQL or SQLite",
        skills=("sql", "database-design"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="tested-price-calculator",
        job_role="backend-developer-entry",
        title="Thoroughly tested price calculator",
        description=(
            "A Python package that works out the price of a basket with quantity discounts, "
            "vouchers and rounding rules. It grows in small, well-described commits, each with "
            "its tests. Shown at the end: a test run that covers every rule and its edges, and "
            "the history of one rule from first test to finished code."
        ),
        tech_stack="Python, pytest, Git",
        skills=("python", "unit-testing", "git"),
        level="Mini",
        evaluation_type="AutoAssessment",
    ),
    Project(
        slug="personal-notes-api-sign-in",
        job_role="backend-developer-entry",
        title="Personal notes API with sign-in",
        description=(
            "A notes service in which each person reads and writes only their own notes. People "
            "register, sign in, receive a token that expires, and sign out again. Shown at the "
            "end: stored passwords that cannot be read, an expired token turned away, and tests "
            "proving that one person never sees the notes of another."
        ),
        tech_stack="Python, a web framework, SQLite, pytest",
        skills=("rest-apis", "api-authentication", "unit-testing"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="contact-import-tool",
        job_role="backend-developer-entry",
        title="Contact import tool that explains every rejected row",
        description=(
            "A command-line tool that reads a large contact file into a database. Good rows are "
            "stored in one transaction per batch; rejected rows end up in a report that says why. "
            "Shown at the end: a file with known mistakes imported, interrupted halfway and "
            "resumed, without a contact lost or stored twice."
        ),
        tech_stack="Python, SQL, SQLite or PostgreSQL",
        skills=("python", "sql", "error-handling"),
        level="Mini",
        evaluation_type="AutoAssessment",
    ),
    Project(
        slug="clinic-appointment-api",
        job_role="backend-developer-entry",
        title="Clinic appointment booking API",
        description=(
            "A service through which patients find free slots, book, move and cancel appointments "
            "with several practitioners. Two people can never hold the same slot, even when both "
            "ask in the same second. Shown at the end: the deployed service with its "
            "documentation, the data model, and a live double booking that is politely refused."
        ),
        tech_stack="Python, a web framework, PostgreSQL, OpenAPI",
        skills=("rest-apis", "sql", "database-design", "python"),
        level="Production",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="stock-movement-service",
        job_role="backend-developer-entry",
        title="Stock movement service for a small warehouse",
        description=(
            "A service that records what enters, leaves and moves between shelves, and answers "
            "what is where right now. Stock can never drop below zero, and each correction keeps "
            "its reason. Shown at the end: the running service, its test suite, and a stock level "
            "recomputed from its movements that matches to the piece."
        ),
        tech_stack="Python, a web framework, PostgreSQL, pytest",
        skills=("rest-apis", "sql", "error-handling", "unit-testing"),
        level="Production",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="team-task-tracker-api",
        job_role="backend-developer-entry",
        title="Team task tracker API with roles",
        description=(
            "A service for projects, tasks and comments in which members, leads and guests may "
            "each do different things. It comes with documentation a stranger can follow and a "
            "start-up that takes one command. Shown at the end: the deployed service, a table of "
            "who may do what, and a test for each cell of that table."
        ),
        tech_stack="Python, a web framework, PostgreSQL, OpenAPI",
        skills=("python", "rest-apis", "api-authentication", "sql"),
        level="Production",
        evaluation_type="EmployerReview",
    ),
    Project(
        slug="order-history-report-service",
        job_role="backend-developer-entry",
        title="Order history report service",
        description=(
            "A service that stores the orders of a shop and delivers monthly reports as JSON and "
            "CSV: revenue, returns and regular customers. Schema changes are versioned and can be "
            "rolled back. Shown at the end: the deployed service, a report checked by hand "
            "against the data, and a release made in small, reviewed commits."
        ),
        tech_stack="Python, a web framework, PostgreSQL, Git",
        skills=("python", "sql", "database-design", "git"),
        level="Production",
        evaluation_type="MentorReview",
    ),
    # Backend Developer, Mid
    Project(
        slug="ticket-platform-design",
        job_role="backend-developer-mid",
        title="Capacity-checked design for a ticket platform",
        description=(
            "A written design for a platform that sells concert tickets to a sudden crowd, with "
            "diagrams, numbers and rejected alternatives. A small load model shows where the "
            "first bottleneck appears and what a cache would change. Shown at the end: the "
            "document defended in a thirty-minute conversation."
        ),
        tech_stack="Markdown, diagrams, a short Python load model",
        skills=("system-design", "caching"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="slow-query-repair",
        job_role="backend-developer-mid",
        title="Slow-query repair of a million-row order database",
        description=(
            "An invented order database with ten slow queries is measured, understood and "
            "repaired by indexes, rewriting and one change of schema. Each repair has its query "
            "plan before and after. Shown at the end: the same results in a fraction of the time, "
            "and the write cost that each new index adds."
        ),
        tech_stack="SQL, PostgreSQL",
        skills=("sql", "query-optimisation"),
        level="Mini",
        evaluation_type="AutoAssessment",
    ),
    Project(
        slug="background-mail-dispatcher",
        job_role="backend-developer-mid",
        title="Background mail dispatcher with a message queue",
        description=(
            "A worker service that takes messages from a queue and hands them to a local test "
            "mailbox. It retries with growing pauses, sets hopeless messages aside and reports "
            "its queue length. Shown at the end: a worker stopped in mid-batch, started again, "
            "and each message delivered once with the numbers to prove it."
        ),
        tech_stack="Python, RabbitMQ or Redis, a metrics endpoint",
        skills=("python", "message-queues", "monitoring"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="cached-catalogue-api",
        job_role="backend-developer-mid",
        title="Catalogue API with a cache that never lies",
        description=(
            "A product catalogue API with a cache in front of its database and clear rules for "
            "when an entry expires. A change of price is visible at once, and a missing cache "
            "makes the service slower, never wrong. Shown at the end: response times and hit "
            "rates under load, with the cache on, off and lost midway."
        ),
        tech_stack="Python, a web framework, Redis, PostgreSQL",
        skills=("rest-apis", "caching", "monitoring"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="hardened-upload-api",
        job_role="backend-developer-mid",
        title="Hardened file upload API",
        description=(
            "An API that accepts documents from strangers and treats each as a possible attack: "
            "size, type, name, path and access are all checked. A threat list written first "
            "decides which tests are needed. Shown at the end: twelve attack attempts run live, "
            "each refused, logged and answered without giving anything away."
        ),
        tech_stack="Python, a web framework, pytest",
        skills=("secure-coding", "rest-apis", "python"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="sales-rush-booking-backend",
        job_role="backend-developer-mid",
        title="Booking backend that survives a sales rush",
        description=(
            "A backend that sells a limited number of seats to thousands of simulated buyers at "
            "the same moment. A queue orders the rush, a cache carries the reading, and no seat "
            "is sold twice. Shown at the end: a recorded load test, the design with its limits "
            "stated, and books that balance after the rush."
        ),
        tech_stack="Python, PostgreSQL, Redis, a message queue, a load tool",
        skills=("system-design", "rest-apis", "message-queues", "caching"),
        level="Production",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="shared-invoicing-api",
        job_role="backend-developer-mid",
        title="Invoicing API shared by many companies",
        description=(
            "An API in which many companies keep customers, invoices and payments side by side "
            "without ever seeing each other's data. Invoice numbers have no gaps, amounts are "
            "exact, and each change is recorded. Shown at the end: the deployed API, tests that "
            "try to cross from one company to another, and a review of its security decisions."
        ),
        tech_stack="Python, a web framework, PostgreSQL, OpenAPI",
        skills=("system-design", "rest-apis", "sql", "secure-coding"),
        level="Production",
        evaluation_type="EmployerReview",
    ),
    Project(
        slug="notification-platform",
        job_role="backend-developer-mid",
        title="Notification platform with several channels",
        description=(
            "A platform that accepts one message and delivers it through the channels each person "
            "chose, within the quiet hours they set. Channels are plug-ins, and a broken one "
            "never stops the rest. Shown at the end: the running platform with its metrics page, "
            "a channel switched off under load, and no message lost or doubled."
        ),
        tech_stack="Python, PostgreSQL, a message queue, a metrics dashboard",
        skills=("system-design", "python", "message-queues", "monitoring"),
        level="Production",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="archive-search-service",
        job_role="backend-developer-mid",
        title="Archive search service for half a million documents",
        description=(
            "A service that indexes a large public-domain text collection and answers ranked "
            "searches with filters and highlighted matches. Response times are budgeted, measured "
            "and kept as the archive grows. Shown at the end: the deployed service, a benchmark "
            "anyone can repeat, and the query plan of the slowest search."
        ),
        tech_stack="Python, a web framework, PostgreSQL full-text search",
        skills=("python", "sql", "query-optimisation", "rest-apis"),
        level="Production",
        evaluation_type="MentorReview",
    ),
    # Frontend Developer, Entry
    Project(
        slug="step-by-step-registration-form",
        job_role="frontend-developer-entry",
        title="Step-by-step registration form for everyone",
        description=(
            "A registration in four steps that can be completed with a keyboard alone and with a "
            "screen reader. Messages say what to do, stand beside their field, and nothing typed "
            "is ever lost. Shown at the end: the whole form completed without a mouse, and an "
            "accessibility check with every finding resolved."
        ),
        tech_stack="HTML, CSS, JavaScript",
        skills=("html", "javascript", "web-accessibility"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="responsive-recipe-magazine",
        job_role="frontend-developer-entry",
        title="Responsive recipe magazine",
        description=(
            "A front page and a recipe page that look considered on a phone, a tablet and a wide "
            "screen, in light and dark. The layout uses modern CSS only and grows in small "
            "commits. Shown at the end: both pages at five widths and at double text size, and "
            "the reasoning for each change of layout."
        ),
        tech_stack="HTML, CSS, Git",
        skills=("html", "css", "responsive-design", "git"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="reusable-component-kit",
        job_role="frontend-developer-entry",
        title="Reusable component kit",
        description=(
            "A kit of eight components, among them a dialog, tabs, a menu and a notice, with a "
            "page that documents each. Every component has its states, its keyboard behaviour and "
            "no knowledge of the page around it. Shown at the end: a new page assembled from the "
            "kit in front of the reviewer."
        ),
        tech_stack="JavaScript, CSS, web components or a component library",
        skills=("ui-components", "css", "web-accessibility"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="typed-measurement-converter",
        job_role="frontend-developer-entry",
        title="Typed measurement converter",
        description=(
            "A converter for length, weight, temperature and cooking measures whose types make it "
            "impossible to add metres to grams. The logic lives apart from the page and is tested "
            "down to its rounding. Shown at the end: the working page, a complete test run, and "
            "mistakes that the compiler catches before anybody else can."
        ),
        tech_stack="TypeScript, a unit test runner, Git",
        skills=("typescript", "unit-testing", "git"),
        level="Mini",
        evaluation_type="AutoAssessment",
    ),
    Project(
        slug="film-catalogue-live-search",
        job_role="frontend-developer-entry",
        title="Film catalogue with live search",
        description=(
            "A page that searches and filters a catalogue of films as one types, with a link that "
            "brings back the same search. Slow answers, empty results and lost connections each "
            "have a friendly state of their own. Shown at the end: the page on a throttled "
            "connection, in which an old answer never replaces a newer one."
        ),
        tech_stack="HTML, JavaScript, a static JSON file",
        skills=("javascript", "ui-components", "html"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="craft-shop-front",
        job_role="frontend-developer-entry",
        title="Craft shop front with basket and checkout",
        description=(
            "A complete front of a small craft shop: catalogue, product page, basket and a "
            "checkout against a simulated server. The basket survives a reload, and prices are "
            "always shown as the server last gave them. Shown at the end: the deployed shop, a "
            "purchase from start to finish, and a refused payment that loses nothing."
        ),
        tech_stack="HTML, CSS, JavaScript, a simulated API",
        skills=("javascript", "html", "css", "ui-components"),
        level="Production",
        evaluation_type="EmployerReview",
    ),
    Project(
        slug="sortable-project-board",
        job_role="frontend-developer-entry",
        title="Project board sortable by mouse and keyboard",
        description=(
            "A board of columns and cards in which everything that can be dragged can also be "
            "moved by keyboard, with each move announced. Changes appear at once and are taken "
            "back gracefully when the server refuses. Shown at the end: the deployed board used "
            "by mouse, keyboard and screen reader, and its test suite."
        ),
        tech_stack="JavaScript, a component library, a unit test runner",
        skills=("javascript", "ui-components", "web-accessibility", "unit-testing"),
        level="Production",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="community-event-calendar",
        job_role="frontend-developer-entry",
        title="Community event calendar for phone and desktop",
        description=(
            "A calendar with month, week and list views in which people find, filter and save "
            "events near them. It loads quickly on a slow phone, prints well and stays readable "
            "without styles. Shown at the end: the deployed calendar on three devices, its "
            "loading figures, and a month with far too many events handled with grace."
        ),
        tech_stack="HTML, CSS, JavaScript",
        skills=("html", "css", "javascript", "responsive-design"),
        level="Production",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="energy-use-dashboard",
        job_role="frontend-developer-entry",
        title="Energy use dashboard with a typed data layer",
        description=(
            "A dashboard that turns a household's hourly readings into comparisons, trends and a "
            "simple forecast. All data passes through one typed layer that rejects what it does "
            "not understand. Shown at the end: the deployed dashboard, tests of the data layer, "
            "and a damaged file reported clearly while the rest stays usable."
        ),
        tech_stack="TypeScript, JavaScript, CSS, a charting library",
        skills=("javascript", "typescript", "css", "unit-testing"),
        level="Production",
        evaluation_type="MentorReview",
    ),
    # Data Analyst, Entry
    Project(
        slug="clean-customer-list",
        job_role="data-analyst-entry",
        title="Clean customer list from three messy exports",
        description=(
            "Three overlapping customer exports with different spellings, dates and duplicates "
            "become one trustworthy list. Each rule is written down with the number of rows it "
            "touched. Shown at the end: the list, a log that leads from any row back to its "
            "sources, and the same result when the steps are run again."
        ),
        tech_stack="A spreadsheet program, CSV files",
        skills=("data-cleaning", "spreadsheets"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="sales-question-book",
        job_role="data-analyst-entry",
        title="Sales question book answered in SQL",
        description=(
            "Twenty questions a sales manager really asks, from best seller to second purchase, "
            "answered on an invented shop database. The queries use joins, grouping, window "
            "functions and comments that a colleague can follow. Shown at the end: each query run "
            "live, and two of them changed on the spot for a new question."
        ),
        tech_stack="SQL, PostgreSQL or SQLite",
        skills=("sql",),
        level="Mini",
        evaluation_type="AutoAssessment",
    ),
    Project(
        slug="chart-makeover-portfolio",
        job_role="data-analyst-entry",
        title="Chart makeover portfolio",
        description=(
            "Six misleading or crowded charts are rebuilt from their data so that each makes one "
            "honest point. Every pair comes with a short note about what was wrong and what a "
            "reader now sees first. Shown at the end: the portfolio, including versions that "
            "still work in greyscale and for colour-blind readers."
        ),
        tech_stack="A charting tool or library, CSV files",
        skills=("data-visualisation", "data-storytelling"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="commuter-survey-study",
        job_role="data-analyst-entry",
        title="Commuter survey study with honest uncertainty",
        description=(
            "A survey of commuters is summarised with averages, intervals and two group "
            "comparisons, all in a notebook that runs from top to bottom. The study says what the "
            "sample cannot tell. Shown at the end: the notebook run from scratch, and each number "
            "explained in a sentence without jargon."
        ),
        tech_stack="Python, pandas, a notebook",
        skills=("statistics", "python"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="bike-share-profile",
        job_role="data-analyst-entry",
        title="Bike-share data profile",
        description=(
            "A first look at a year of bike-share journeys: what the data holds, what is missing, "
            "what is odd, and which questions it could answer. Ten small charts carry the "
            "findings. Shown at the end: the profile, three surprises followed down to single "
            "journeys, and a shortlist of questions worth a full study."
        ),
        tech_stack="Python, pandas, a charting library, a notebook",
        skills=("exploratory-analysis", "data-visualisation", "python"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="monthly-sales-report",
        job_role="data-analyst-entry",
        title="Monthly sales report that prepares itself",
        description=(
            "A report for the managers of a shop chain, prepared from the database each month "
            "with one documented routine. It opens with three sentences, supports them with "
            "charts, and offers a sheet for those who want to dig. Shown at the end: two months "
            "produced in front of the reviewer, with totals that match the source."
        ),
        tech_stack="SQL, a spreadsheet program, a charting tool",
        skills=("sql", "data-visualisation", "spreadsheets", "data-storytelling"),
        level="Production",
        evaluation_type="EmployerReview",
    ),
    Project(
        slug="subscriber-loss-study",
        job_role="data-analyst-entry",
        title="Subscriber loss study with recommendations",
        description=(
            "An investigation of why subscribers of an invented magazine leave, from raw tables "
            "to three recommendations. Groups are compared fairly, and causes are kept apart from "
            "coincidences. Shown at the end: a ten-minute talk, the cleaned data with its rules, "
            "and every figure traced back to a query that can be run again."
        ),
        tech_stack="SQL, PostgreSQL, a notebook or spreadsheet program",
        skills=("sql", "data-cleaning", "exploratory-analysis", "statistics"),
        level="Production",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="support-desk-dashboard",
        job_role="data-analyst-entry",
        title="Support desk dashboard",
        description=(
            "A dashboard from which a support team sees each morning what is waiting, what is "
            "slow and what keeps coming back. Definitions of every figure are one click away, and "
            "odd data is marked, not hidden. Shown at the end: the working dashboard, a guided "
            "tour in five minutes, and its figures confirmed by independent queries."
        ),
        tech_stack="SQL, PostgreSQL, an open-source dashboard tool",
        skills=("sql", "data-visualisation", "data-cleaning", "data-storytelling"),
        level="Production",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="price-test-evaluation",
        job_role="data-analyst-entry",
        title="Price test evaluation for an online shop",
        description=(
            "Data from an invented two-price experiment is cleaned, checked for a fair split and "
            "evaluated for revenue and return visits. The method is written down before the "
            "results are opened. Shown at the end: a two-page decision paper with its charts, the "
            "notebook it rests on, and a clear answer on what remains uncertain."
        ),
        tech_stack="Python, pandas, SQL, a notebook",
        skills=("statistics", "data-cleaning", "data-visualisation", "python"),
        level="Production",
        evaluation_type="MentorReview",
    ),
    # Data Engineer, Mid
    Project(
        slug="incremental-order-loader",
        job_role="data-engineer-mid",
        title="Incremental loader for daily order files",
        description=(
            "A loader that picks up each day's order files, takes in only what is new or changed, "
            "and can be run twice without harm. Late and corrected files find their place. Shown "
            "at the end: thirty days loaded, three of them again, one with corrections, and "
            "totals that agree with the files each time."
        ),
        tech_stack="Python, PostgreSQL, CSV files",
        skills=("etl-pipelines", "python"),
        level="Mini",
        evaluation_type="AutoAssessment",
    ),
    Project(
        slug="subscription-star-schema",
        job_role="data-engineer-mid",
        title="Star schema for a subscription business",
        description=(
            "A dimensional model for sign-ups, renewals, plan changes and cancellations, with the "
            "grain of every fact table stated in a sentence. Customers who change plan keep their "
            "history. Shown at the end: the model filled with invented data, and twelve business "
            "questions each answered by one readable query."
        ),
        tech_stack="SQL, PostgreSQL",
        skills=("dimensional-modelling", "sql"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="supplier-feed-quality-gate",
        job_role="data-engineer-mid",
        title="Quality gate for a supplier feed",
        description=(
            "A gate that checks each delivery of a supplier feed for completeness, range, "
            "freshness and sudden change before anything else may use it. Suspicious deliveries "
            "wait aside with a report in plain words. Shown at the end: ten prepared deliveries, "
            "each sorted correctly, and a new rule added in minutes."
        ),
        tech_stack="Python, a validation library, PostgreSQL",
        skills=("data-quality", "python"),
        level="Mini",
        evaluation_type="AutoAssessment",
    ),
    Project(
        slug="weather-history-pipeline",
        job_role="data-engineer-mid",
        title="Weather history pipeline with backfill",
        description=(
            "A scheduled pipeline that collects daily readings from a local test server, retries "
            "when it is unavailable and fills gaps on request. Scheduler, database and source all "
            "start in containers. Shown at the end: a year filled in one go, a day repeated "
            "without duplicates, and an outage that heals itself."
        ),
        tech_stack="Python, an open-source orchestrator, containers",
        skills=("etl-pipelines", "workflow-orchestration", "containers"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="live-click-counter",
        job_role="data-engineer-mid",
        title="Live click counter for late and repeated events",
        description=(
            "A stream job that counts page visits per minute although events arrive late, twice "
            "or out of order. A two-page design states what is guaranteed, what is not, and how "
            "it would grow tenfold. Shown at the end: a replayed stream whose counts match an "
            "exact reference, and the design defended in conversation."
        ),
        tech_stack="Python, an open-source event broker",
        skills=("stream-processing", "system-design"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="retail-sales-warehouse",
        job_role="data-engineer-mid",
        title="Retail sales warehouse with a daily refresh",
        description=(
            "A warehouse for an invented shop chain, from raw files through cleaned tables to a "
            "star schema, refreshed each night. Any table can be rebuilt from the raw layer, and "
            "every run leaves an account of what it did. Shown at the end: a night's run watched "
            "live, a step broken and resumed, and reports that still agree."
        ),
        tech_stack="Python, SQL, PostgreSQL, an open-source orchestrator",
        skills=("etl-pipelines", "sql", "dimensional-modelling", "workflow-orchestration"),
        level="Production",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="customer-history-pipeline",
        job_role="data-engineer-mid",
        title="Customer history pipeline that can answer for any date",
        description=(
            "A pipeline that merges customer records from three systems and keeps each version "
            "with its time of validity. It answers what was known on any given day, and honours a "
            "request to be forgotten. Shown at the end: the running pipeline, its quality checks, "
            "and a past report reproduced to the last row."
        ),
        tech_stack="Python, SQL, PostgreSQL",
        skills=("etl-pipelines", "sql", "python", "data-quality"),
        level="Production",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="sensor-event-platform",
        job_role="data-engineer-mid",
        title="Sensor event platform with live and historical views",
        description=(
            "A platform that receives readings from thousands of simulated sensors and serves "
            "both the last minute and the last year. It starts with one command in containers and "
            "sheds load in an orderly way. Shown at the end: the platform under a rising load, a "
            "lost node recovered, and both views in agreement afterwards."
        ),
        tech_stack="Python, an open-source event broker, PostgreSQL, containers",
        skills=("system-design", "stream-processing", "python", "containers"),
        level="Production",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="shared-metrics-layer",
        job_role="data-engineer-mid",
        title="Shared metrics layer for three departments",
        description=(
            "A layer in which sales, finance and support find the same figures under the same "
            "names, each with one definition, one owner and tests. Changes of definition are "
            "versioned and announced in the layer itself. Shown at the end: three departmental "
            "reports that agree, and a disputed figure traced to its source in minutes."
        ),
        tech_stack="SQL, PostgreSQL, an open-source transformation tool",
        skills=("sql", "dimensional-modelling", "data-quality", "system-design"),
        level="Production",
        evaluation_type="EmployerReview",
    ),
    # QA Engineer, Entry
    Project(
        slug="food-order-test-plan",
        job_role="qa-engineer-entry",
        title="Risk-based test plan for a food ordering app",
        description=(
            "A test plan that starts from what could hurt guests, kitchen and couriers most, and "
            "spends its effort there. Cases are derived with boundary values, decision tables and "
            "state diagrams. Shown at the end: the plan, a traceable path from each risk to its "
            "cases, and a defence of what is deliberately left out."
        ),
        tech_stack="Markdown or a spreadsheet program",
        skills=("test-planning",),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="exploratory-session-log",
        job_role="qa-engineer-entry",
        title="Exploratory session log with reproducible bug reports",
        description=(
            "Five timed exploratory sessions on an open-source application, each with a charter, "
            "notes and a debrief. Every finding becomes a report that a developer can reproduce "
            "at the first attempt. Shown at the end: the log, at least eight reports ranked by "
            "harm, and one of them reproduced by somebody who only read it."
        ),
        tech_stack="An open-source web application run locally, an issue tracker",
        skills=("exploratory-testing", "bug-reporting"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="bookshop-api-checks",
        job_role="qa-engineer-entry",
        title="Contract check suite for a bookshop API",
        description=(
            "An automated suite that holds a small bookshop API to its documentation: status "
            "codes, fields, limits and refusals. Test data is created and removed by the suite "
            "itself. Shown at the end: a green run, then a run against a version with ten planted "
            "defects in which each is found and clearly named."
        ),
        tech_stack="Python, pytest, an HTTP client",
        skills=("api-testing", "python"),
        level="Mini",
        evaluation_type="AutoAssessment",
    ),
    Project(
        slug="sign-up-browser-checks",
        job_role="qa-engineer-entry",
        title="Browser check suite for a sign-up journey",
        description=(
            "A short browser suite for signing up, confirming, signing in and leaving again, "
            "written so that a change of layout touches one file. It waits for what it needs and "
            "never for the clock. Shown at the end: fifty runs in a row with the same result, in "
            "two browsers, and a readable history of commits."
        ),
        tech_stack="Python, an open-source browser driver, Git",
        skills=("ui-test-automation", "python", "git"),
        level="Mini",
        evaluation_type="AutoAssessment",
    ),
    Project(
        slug="warehouse-data-audit",
        job_role="qa-engineer-entry",
        title="Data consistency audit of a warehouse system",
        description=(
            "An audit that looks past the screens of an invented warehouse system and asks its "
            "database directly: orphans, doubles, impossible dates, totals that disagree. Each "
            "check is a query with a purpose. Shown at the end: the checks run live, and each "
            "finding reported with its steps, its effect and its likely origin."
        ),
        tech_stack="SQL, PostgreSQL or SQLite, an issue tracker",
        skills=("sql", "bug-reporting"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="money-transfer-release-pack",
        job_role="qa-engineer-entry",
        title="Release test pack for a money transfer app",
        description=(
            "Everything needed to say with confidence that a small money transfer app may be "
            "released: strategy, cases, API checks, session notes and a closing report. Amounts, "
            "limits and interrupted transfers receive the most attention. Shown at the end: the "
            "pack applied to a fresh release, and a recommendation a manager can act on."
        ),
        tech_stack="Python, pytest, an issue tracker, Markdown",
        skills=("test-planning", "exploratory-testing", "api-testing", "bug-reporting"),
        level="Production",
        evaluation_type="EmployerReview",
    ),
    Project(
        slug="booking-site-regression-suite",
        job_role="qa-engineer-entry",
        title="Regression suite that guards a booking site",
        description=(
            "A suite of API and browser checks for a booking site that runs on every change and "
            "reports within ten minutes. Each check has a reason, an owner and data of its own. "
            "Shown at the end: the suite catching a planted regression on its way in, its report "
            "read by a stranger, and a month of steady runs."
        ),
        tech_stack="Python, pytest, an open-source browser driver, Git",
        skills=("ui-test-automation", "api-testing", "python", "git"),
        level="Production",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="layered-order-tests",
        job_role="qa-engineer-entry",
        title="Layered test system for an order service",
        description=(
            "A plan and its implementation that place each check of an order service where it is "
            "cheapest: API first, database second, browser last. Every layer can be run alone, "
            "against data it prepares itself. Shown at the end: the whole run with timings per "
            "layer, and twelve planted defects, each caught in the layer the plan named."
        ),
        tech_stack="Python, pytest, SQL, PostgreSQL",
        skills=("test-planning", "api-testing", "python", "sql"),
        level="Production",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="patient-portal-campaign",
        job_role="qa-engineer-entry",
        title="Patient portal test campaign",
        description=(
            "A two-week exploratory campaign on an open-source patient portal with invented "
            "records, planned by risk and adjusted each day. It covers privacy, readability and "
            "interrupted work as well as function. Shown at the end: the coverage map, ranked "
            "reports with evidence, and a debrief in which the plan is compared with what was "
            "found."
        ),
        tech_stack="An open-source web application run locally, an issue tracker",
        skills=("test-planning", "exploratory-testing", "bug-reporting"),
        level="Production",
        evaluation_type="MentorReview",
    ),
    # DevOps / Platform Engineer, Mid
    Project(
        slug="hardened-server-baseline",
        job_role="platform-engineer-mid",
        title="Hardened server baseline",
        description=(
            "A repeatable baseline for a Linux server: users, permissions, services, updates, "
            "firewall and name resolution, each decision with its reason. A check script compares "
            "any server with the baseline. Shown at the end: a fresh virtual machine brought to "
            "the baseline, three planted deviations found, and only intended ports open."
        ),
        tech_stack="Linux, a shell, a local virtual machine",
        skills=("linux", "networking"),
        level="Mini",
        evaluation_type="AutoAssessment",
    ),
    Project(
        slug="self-healing-cluster",
        job_role="platform-engineer-mid",
        title="Self-healing local cluster for a three-part app",
        description=(
            "A web app, its worker and its database packed into small images and run on a local "
            "cluster with health checks, limits and rolling updates. Images are built without "
            "root and without leftovers. Shown at the end: a release rolled out and back under "
            "traffic, and a stopped part replaced before a user notices."
        ),
        tech_stack="Containers, a local Kubernetes cluster",
        skills=("containers", "container-orchestration"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="fast-feedback-pipeline",
        job_role="platform-engineer-mid",
        title="Fast-feedback build pipeline",
        description=(
            "A pipeline that lints, tests, builds and scans a small service and says within five "
            "minutes whether a change is welcome. Steps run in parallel and in containers, and "
            "work the same on a laptop. Shown at the end: a good and a bad change on their way "
            "through, and the timings before and after each improvement."
        ),
        tech_stack="An open-source CI runner, containers, Git",
        skills=("ci-cd", "containers"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="coded-lab-network",
        job_role="platform-engineer-mid",
        title="Lab network written as code",
        description=(
            "A lab of three networks, a gateway and several machines, described entirely in code "
            "and created on one computer. Traffic may flow only where the written policy says so. "
            "Shown at the end: the lab destroyed and rebuilt with one command, a change planned "
            "before it is applied, and the policy tested from every side."
        ),
        tech_stack="An open-source infrastructure tool, Linux, local virtual machines",
        skills=("infrastructure-as-code", "networking"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="alert-rulebook-and-drill",
        job_role="platform-engineer-mid",
        title="Alert rulebook with an incident drill",
        description=(
            "A rulebook of alerts for a small service, each with its reason, its threshold and "
            "the first three things to do. A drill with four hidden faults puts it to the test. "
            "Shown at the end: the dashboards, the timeline of the drill, and a blameless review "
            "whose two best ideas have already been carried out."
        ),
        tech_stack="Open-source metrics and alerting tools, containers",
        skills=("monitoring", "incident-response"),
        level="Mini",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="commit-to-production-pipeline",
        job_role="platform-engineer-mid",
        title="Commit-to-production delivery pipeline",
        description=(
            "A delivery pipeline that carries a change from commit to a running cluster through "
            "tests, scans, a trial environment and a gradual release. A bad release withdraws "
            "itself on the evidence of its own metrics. Shown at the end: three releases made "
            "live, one of them withdrawn, and an audit trail from commit to container."
        ),
        tech_stack="An open-source CI runner, containers, a local Kubernetes cluster",
        skills=("ci-cd", "containers", "container-orchestration", "monitoring"),
        level="Production",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="environment-factory",
        job_role="platform-engineer-mid",
        title="Self-service environment factory",
        description=(
            "A factory from which developers order a complete test environment with one short "
            "file and receive it within minutes, isolated and with an expiry date. Nothing in it "
            "is made by hand. Shown at the end: three environments created side by side, one "
            "changed by review, one expired on time, and nothing left over."
        ),
        tech_stack="An open-source infrastructure tool, Linux, a CI runner",
        skills=("infrastructure-as-code", "linux", "networking", "ci-cd"),
        level="Production",
        evaluation_type="EmployerReview",
    ),
    Project(
        slug="fleet-observability-stack",
        job_role="platform-engineer-mid",
        title="Observability stack for a fleet of services",
        description=(
            "A stack that gathers metrics, logs and traces from a dozen small services and "
            "answers which promise to users is at risk. Service levels are written down first; "
            "dashboards and alerts follow from them. Shown at the end: a hidden slowdown traced "
            "to its cause live, and a runbook that a newcomer follows with success."
        ),
        tech_stack="Open-source metrics, log and trace tools, containers, Linux",
        skills=("monitoring", "incident-response", "containers", "linux"),
        level="Production",
        evaluation_type="MentorReview",
    ),
    Project(
        slug="disaster-recovery-rehearsal",
        job_role="platform-engineer-mid",
        title="Disaster recovery setup with a timed rehearsal",
        description=(
            "A recovery setup for a small platform: tested backups, a second site described in "
            "code, and a plan that fits on two pages. Recovery time and acceptable loss are "
            "promised in advance. Shown at the end: the first site switched off, the second "
            "serving within the promised time, and a written account of every minute."
        ),
        tech_stack="Linux, an open-source infrastructure tool, containers",
        skills=("infrastructure-as-code", "linux", "incident-response", "networking"),
        level="Production",
        evaluation_type="MentorReview",
    ),
)
