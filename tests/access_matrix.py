"""Who gets what answer where: every route and method × the 14 actors, written out.

An answer is a status, or `login` for being sent to the login page. Ids are those of Alice's things, and
bodies what the actor who may do it would send (`tests.access_calls`). `rest` is PUT, PATCH and DELETE,
`other` these and POST; `others 405`: every method without a line of its own answers 405 to everybody.

The rows are the product's rules written down: not signed in → login page, 401 for the API; not theirs to see
→ 404, as if it did not exist; seen but not theirs to do, or never theirs → 403. They are not to be copied
from what the code happens to answer. `tests.test_access_matrix` holds both to each other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

ACTORS: Final = (
    "anonymous",
    "no role",
    "student",
    "another student",
    "mentor",
    "another mentor",
    "employer with consent",
    "employer without consent",
    "employer not approved",
    "guardian owner",
    "guardian viewer",
    "another parent",
    "admin",
    "token",
)

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
SHORT: Final = {"all": METHODS, "other": METHODS[1:], "rest": METHODS[2:]}

MATRIX: Final = """
#               anon  no    stu-  other men-  other empl. empl. not   guar- view- other admin token
#                     role  dent  stud. tor   ment. consn witho appr. dian  er    paren
healthz                                                     others 405
  GET           200   200   200   200   200   200   200   200   200   200   200   200   200   200
readyz                                                      others 405
  GET           200   200   200   200   200   200   200   200   200   200   200   200   200   200
favicon                                                     others 405
  GET           302   302   302   302   302   302   302   302   302   302   302   302   302   302
home                                                        others 405
  GET           200   200   302   302   302   302   302   302   200   302   302   302   302   200

# Accounts
#               anon  no    stu-  other men-  other empl. empl. not   guar- view- other admin token
#                     role  dent  stud. tor   ment. consn witho appr. dian  er    paren
invitation                                                  others 405
  GET           200   200   200   200   200   200   200   200   200   200   200   200   200   200
  POST          302   302   302   302   302   302   302   302   302   302   302   302   302   302
account                                                     others 405
  GET           login 200   200   200   200   200   200   200   200   200   200   200   200   login
  POST          login 302   302   302   302   302   302   302   302   302   302   302   302   login
privacy                                                     others 405
  GET           200   200   200   200   200   200   200   200   200   200   200   200   200   200
account_export                                              others 405
  GET           login 200   200   200   200   200   200   200   200   200   200   200   200   login
  POST          login 200   200   200   200   200   200   200   200   200   200   200   200   login
account_delete                                              others 405
  GET           login 200   200   200   200   200   200   200   200   200   200   200   200   login
  POST          login 302   302   302   422   422   302   302   302   422   302   302   422   login
account_deleted                                             others 405
  GET           200   200   200   200   200   200   200   200   200   200   200   200   200   200
notices                                                     others 405
  GET           login 200   200   200   200   200   200   200   200   200   200   200   200   login
  POST          login 404   302   404   404   404   404   404   404   404   404   404   404   login
employer_request                                            others 405
  GET           login 200   200   200   200   200   200   200   200   200   200   200   200   login
  POST          login 302   403   403   403   403   403   403   302   302   302   302   403   login
mentor_invite                                               others 405
  GET           login 403   403   403   200   200   403   403   403   403   403   403   403   login
  POST          login 403   403   403   302   302   403   403   403   403   403   403   403   login
mentor_resend                                               others 405
  POST          login 403   403   403   302   404   403   403   403   403   403   403   403   login

# People
#               anon  no    stu-  other men-  other empl. empl. not   guar- view- other admin token
#                     role  dent  stud. tor   ment. consn witho appr. dian  er    paren
people                                                      others 405
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
people_invite                                               others 405
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
people_import                                               others 405
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
people_import_preview                                       others 405
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
employer_requests                                           others 405
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
employer_answer                                             others 405
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
cohorts                                                     others 405
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
person                                                      others 405
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
person_role                                                 others 405
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
person_access                                               others 405
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
person_resend                                               others 405
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
person_assign                                               others 405
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
tokens                                                      others 405
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   201   login
token_revoke                                                others 405
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login

# Students
#               anon  no    stu-  other men-  other empl. empl. not   guar- view- other admin token
#                     role  dent  stud. tor   ment. consn witho appr. dian  er    paren
mission                                                     others 405
  GET           login 403   200   200   403   403   403   403   403   403   403   403   403   login
milestone                                                   others 405
  GET           login 403   200   404   200   404   403   403   403   403   403   403   403   login
ask_for_review                                              others 405
  GET           login 403   200   404   403   403   403   403   403   403   403   403   403   login
  POST          login 403   302   404   403   403   403   403   403   403   403   403   403   login
evidence_withdraw                                           others 405
  POST          login 403   302   404   403   403   403   403   403   403   403   403   403   login
evidence_remind                                             others 405
  POST          login 403   302   404   403   403   403   403   403   403   403   403   403   login
overrides                                                   others 405
  GET           login 403   200   200   403   403   403   403   403   403   403   403   403   login
consent                                                     others 405
  GET           login 403   200   200   403   403   403   403   403   403   403   403   403   login
  POST          login 403   302   302   403   403   403   403   403   403   403   403   403   login
consent_withdraw_all                                        others 405
  POST          login 403   302   302   403   403   403   403   403   403   403   403   403   login
consent_withdraw                                            others 405
  POST          login 403   302   404   403   403   403   403   403   403   403   403   403   login

# Mentors
#               anon  no    stu-  other men-  other empl. empl. not   guar- view- other admin token
#                     role  dent  stud. tor   ment. consn witho appr. dian  er    paren
mentor_home                                                 others 405
  GET           login 403   403   403   200   200   403   403   403   403   403   403   403   login
mentor_student                                              others 405
  GET           login 403   403   403   200   404   403   403   403   403   403   403   403   login
mentor_next_role                                            others 405
  GET           login 403   403   403   200   404   403   403   403   403   403   403   403   login
  POST          login 403   403   403   302   404   403   403   403   403   403   403   403   login
mentor_constraint                                           others 405
  GET           login 403   403   403   200   404   403   403   403   403   403   403   403   login
  POST          login 403   403   403   302   404   403   403   403   403   403   403   403   login
mentor_constraint_remove                                    others 405
  POST          login 403   403   403   302   404   403   403   403   403   403   403   403   login
evidence_verify                                             others 405
  POST          login 403   403   403   302   404   403   403   403   403   403   403   403   login
evidence_return                                             others 405
  POST          login 403   403   403   302   404   403   403   403   403   403   403   403   login
outcome_score                                               others 405
  POST          login 403   403   403   302   404   403   403   403   403   403   403   403   login
project_evaluate                                            others 405
  POST          login 403   403   403   302   404   403   403   403   403   403   403   403   login
checkpoint_record                                           others 405
  POST          login 403   403   403   302   404   403   403   403   403   403   403   403   login
milestone_review                                            others 405
  GET           login 403   403   403   200   404   403   403   403   403   403   403   403   login
  POST          login 403   403   403   302   404   403   403   403   403   403   403   403   login
milestone_regenerate                                        others 405
  POST          login 403   403   403   302   404   403   403   403   403   403   403   403   login
mentor_confirm                                              others 405
  GET           login 403   403   403   200   200   403   403   403   403   403   403   403   login
  POST          login 403   403   403   302   302   403   403   403   403   403   403   403   login
score_sheet                                                 others 405
  GET           login 403   403   403   200   200   403   403   403   403   403   403   403   login
  POST          login 403   403   403   302   422   403   403   403   403   403   403   403   login
mentor_generate                                             others 405
  GET           login 403   403   403   200   200   403   403   403   403   403   403   403   login
  POST          login 403   403   403   302   422   403   403   403   403   403   403   403   login

# Employers
#               anon  no    stu-  other men-  other empl. empl. not   guar- view- other admin token
#                     role  dent  stud. tor   ment. consn witho appr. dian  er    paren
employer_home                                               others 405
  GET           login 403   403   403   403   403   200   200   403   403   403   403   403   login
employer_student                                            others 405
  GET           login 403   403   403   403   403   200   404   403   403   403   403   403   login
employer_feedback                                           others 405
  GET           login 403   403   403   403   403   200   404   403   403   403   403   403   login
  POST          login 403   403   403   403   403   302   404   403   403   403   403   403   login

# Runs
#               anon  no    stu-  other men-  other empl. empl. not   guar- view- other admin token
#                     role  dent  stud. tor   ment. consn witho appr. dian  er    paren
runs                                                        others 405
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
run                                                         others 405
  GET           login 403   403   403   200   404   403   403   403   403   403   403   200   login

# Badges: who holds them
#               anon  no    stu-  other men-  other empl. empl. not   guar- view- other admin token
#                     role  dent  stud. tor   ment. consn witho appr. dian  er    paren
wallet                                                      others 405
  GET           login 200   200   200   200   200   200   200   200   200   200   200   200   login
badge_claim                                                 others 405
  POST          login 404   302   404   404   404   404   404   404   404   404   404   404   login
badge_shown_as                                              others 405
  POST          login 404   302   404   404   404   404   404   404   404   404   404   404   login
badge_claim_link                                            others 405
  GET           200   200   200   200   200   200   200   200   200   200   200   200   200   200
  POST          login 403   302   403   403   403   403   403   403   403   403   403   403   login

# Badges: what is reached
#               anon  no    stu-  other men-  other empl. empl. not   guar- view- other admin token
#                     role  dent  stud. tor   ment. consn witho appr. dian  er    paren
celebrated                                                  others 405
  POST          login 302   302   302   302   302   302   302   302   302   302   302   302   login
badge_next                                                  others 405
  GET           login 302   302   302   302   302   302   302   302   302   302   302   302   login
badge_milestone_why                                         others 405
  GET           login 200   200   200   200   200   200   200   200   200   200   200   200   login
badge_milestone_why_person                                  others 405
  GET           login 403   403   403   200   404   403   403   403   403   403   403   200   login
timeline                                                    others 405
  GET           login 200   200   200   200   200   200   200   200   200   200   200   200   login

# Badge milestones
#               anon  no    stu-  other men-  other empl. empl. not   guar- view- other admin token
#                     role  dent  stud. tor   ment. consn witho appr. dian  er    paren
badge_milestones                                            others 405
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
badge_milestone_create                                      others 405
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
badge_milestone_preview                                     others 405
  GET           login 403   403   403   403   403   403   403   403   403   403   403   302   login
badge_milestone_categories                                  others 405
  GET           login 403   403   403   403   403   403   403   403   403   403   403   302   login
badge_milestone_edit                                        others 405
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
badge_milestone_activate                                    others 405
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
badge_milestone_deactivate                                  others 405
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
badge_milestone_delete                                      others 405
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
badge_milestone_reached                                     others 405
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login

# Badges: templates, issuing one, revoking
#               anon  no    stu-  other men-  other empl. empl. not   guar- view- other admin token
#                     role  dent  stud. tor   ment. consn witho appr. dian  er    paren
badge_templates                                             others 405
  GET           login 403   403   403   200   200   403   403   403   403   403   403   200   login
badge_template_create                                       others 405
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
badge_template_edit                                         others 405
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
badge_template_state                                        others 405
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
badge_issue                                                 others 405
  GET           login 403   403   403   200   200   403   403   403   403   403   403   200   login
  POST          login 403   403   403   302   422   403   403   403   403   403   403   302   login
badges_issued                                               others 405
  GET           login 403   403   403   200   200   403   403   403   403   403   403   200   login
badge_revoke                                                others 405
  GET           login 403   403   403   200   404   403   403   403   403   403   403   200   login
  POST          login 403   403   403   302   404   403   403   403   403   403   403   302   login
badge_claim_link_renew                                      others 405
  POST          login 403   403   403   302   404   403   403   403   403   403   403   302   login
badge_audit                                                 others 405
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login

# Badges: many by a list
#               anon  no    stu-  other men-  other empl. empl. not   guar- view- other admin token
#                     role  dent  stud. tor   ment. consn witho appr. dian  er    paren
badges_issue_many                                           others 405
  GET           login 403   403   403   200   200   403   403   403   403   403   403   200   login
  POST          login 403   403   403   302   302   403   403   403   403   403   403   302   login
badge_import                                                others 405
  GET           login 403   403   403   200   404   403   403   403   403   403   403   404   login
  POST          login 403   403   403   302   404   403   403   403   403   403   403   404   login

# Children: parents, and of a record its guardians
#               anon  no    stu-  other men-  other empl. empl. not   guar- view- other admin token
#                     role  dent  stud. tor   ment. consn witho appr. dian  er    paren
children                                                    others 405
  GET           login 403   403   403   403   403   403   403   200   200   200   200   403   login
child_add                                                   others 405
  GET           login 403   403   403   403   403   403   403   200   200   200   200   403   login
  POST          login 403   403   403   403   403   403   403   302   302   302   302   403   login
guardian_invite                                             others 405
  GET           login 403   403   403   403   403   403   403   200   200   200   200   403   login
  POST          login 403   403   403   403   403   403   403   403   302   403   422   403   login
guardian_invitation_revoke                                  others 405
  POST          login 403   403   403   403   403   403   403   404   302   404   404   403   login
guardian_invitation                                         others 405
  GET           200   200   200   200   200   200   200   200   200   200   200   200   200   200
  POST          login 403   403   403   403   403   403   403   403   403   403   302   403   login
child                                                       others 405
  GET           login 403   403   403   403   403   403   403   404   200   200   404   403   login
child_details                                               others 405
  GET           login 403   403   403   403   403   403   403   404   200   403   404   403   login
  POST          login 403   403   403   403   403   403   403   404   302   403   404   403   login
child_dimensions                                            others 405
  POST          login 403   403   403   403   403   403   403   404   302   403   404   403   login
child_delete                                                others 405
  GET           login 403   403   403   403   403   403   403   404   200   403   404   403   login
  POST          login 403   403   403   403   403   403   403   404   302   403   404   403   login
checklist                                                   others 405
  GET           login 403   403   403   403   403   403   403   404   200   200   404   403   login
checklist_item                                              others 405
  GET           login 403   403   403   403   403   403   403   404   200   200   404   403   login
item_tick                                                   others 405
  POST          login 403   403   403   403   403   403   403   404   302   403   404   403   login
item_untick                                                 others 405
  POST          login 403   403   403   403   403   403   403   404   302   403   404   403   login
item_clear                                                  others 405
  POST          login 403   403   403   403   403   403   403   404   302   302   404   403   login
observations                                                others 405
  GET           login 403   403   403   403   403   403   403   404   200   200   404   403   login
  POST          login 403   403   403   403   403   403   403   404   302   403   404   403   login
observation_delete                                          others 405
  POST          login 403   403   403   403   403   403   403   404   302   403   404   403   login
observation_restore                                         others 405
  POST          login 403   403   403   403   403   403   403   404   302   403   404   403   login
guardians                                                   others 405
  GET           login 403   403   403   403   403   403   403   404   200   200   404   403   login
guardian_role                                               others 405
  POST          login 403   403   403   403   403   403   403   404   302   403   404   403   login
guardian_remove                                             others 405
  POST          login 403   403   403   403   403   403   403   404   302   302   404   403   login
  POST owner’s  login 403   403   403   403   403   403   403   404   409   403   404   403   login
child_summary                                               others 405
  GET           login 403   403   403   403   403   403   403   404   200   200   404   403   login
child_keepsake                                              others 405
  GET           login 403   403   403   403   403   403   403   404   200   200   404   403   login
child_export                                                others 405
  GET           login 403   403   403   403   403   403   403   404   200   403   404   403   login

# Badges: for everybody
#               anon  no    stu-  other men-  other empl. empl. not   guar- view- other admin token
#                     role  dent  stud. tor   ment. consn witho appr. dian  er    paren
badge_verify                                                others 405
  GET           200   200   200   200   200   200   200   200   200   200   200   200   200   200
badge_assertion                                             others 405
  GET           200   200   200   200   200   200   200   200   200   200   200   200   200   200
badge_class                                                 others 405
  GET           200   200   200   200   200   200   200   200   200   200   200   200   200   200
badge_image                                                 others 405
  GET           200   200   200   200   200   200   200   200   200   200   200   200   200   200
badge_issuer                                                others 405
  GET           200   200   200   200   200   200   200   200   200   200   200   200   200   200

# The JSON endpoints
#               anon  no    stu-  other men-  other empl. empl. not   guar- view- other admin token
#                     role  dent  stud. tor   ment. consn witho appr. dian  er    paren
api-1:openapi-json
  all           200   200   200   200   200   200   200   200   200   200   200   200   200   200
api-1:openapi-view
  all           200   200   200   200   200   200   200   200   200   200   200   200   200   200
api-1:api-root
  all           404   404   404   404   404   404   404   404   404   404   404   404   404   404
api-1:current                                               others 405
  GET           401   403   200   200   403   403   403   403   403   403   403   403   403   403
api-1:evidence                                              others 405
  POST link     401   403   201   404   403   404   404   404   403   403   403   403   403   403
  POST rating   401   403   403   404   201   404   404   404   403   403   403   403   403   403
  POST score    401   403   403   404   201   404   404   404   403   403   403   403   403   201
  POST feedback 401   403   403   404   403   404   201   404   403   403   403   403   403   403
api-1:review                                                others 405
  POST          401   403   403   403   200   404   403   403   403   403   403   403   403   403
api-1:generate                                              others 405
  POST          401   403   403   403   202   404   403   403   403   403   403   403   202   202
api-1:run                                                   others 405
  GET           401   403   403   403   200   404   403   403   403   403   403   403   200   404
  GET token's   401   403   403   403   404   404   403   403   403   403   403   403   200   200
api-1:issue                                                 others 405
  POST          401   403   403   403   201   404   403   403   403   403   403   403   201   201
api-1:claim                                                 others 405
  POST          401   404   200   404   404   404   404   404   404   404   404   404   404   200
api-1:revoke                                                others 405
  POST          401   403   403   403   200   404   403   403   403   403   403   403   200   200
api-1:achievements                                          others 405
  GET           401   200   200   200   200   200   200   200   200   200   200   200   200   422
  GET Alice's   401   403   200   403   200   404   403   403   403   403   403   403   200   200
api-1:create_badge_milestone                                others 405
  POST          401   403   403   403   403   403   403   403   403   403   403   403   201   403
api-1:checklists                                            others 405
  GET           401   403   403   403   403   403   403   403   404   200   200   404   403   403
api-1:set_achieved                                          others 405
  PATCH         401   403   403   403   403   403   403   403   404   200   403   404   403   403

# Allauth: signing up and in, addresses, passwords, the second factor
#               anon  no    stu-  other men-  other empl. empl. not   guar- view- other admin token
#                     role  dent  stud. tor   ment. consn witho appr. dian  er    paren
account_login
  GET           200   302   302   302   302   302   302   302   302   302   302   302   302   200
  POST          302   302   302   302   302   302   302   302   302   302   302   302   302   302
  PUT           200   302   302   302   302   302   302   302   302   302   302   302   302   200
  PATCH DELETE  405   302   302   302   302   302   302   302   302   302   302   302   302   405
account_logout                                              others 405
  GET           302   200   200   200   200   200   200   200   200   200   200   200   200   302
  POST          302   302   302   302   302   302   302   302   302   302   302   302   302   302
account_inactive                                            others 405
  GET           200   200   200   200   200   200   200   200   200   200   200   200   200   200
account_signup
  GET           200   302   302   302   302   302   302   302   302   302   302   302   302   200
  POST          302   302   302   302   302   302   302   302   302   302   302   302   302   302
  PUT           200   302   302   302   302   302   302   302   302   302   302   302   302   200
  PATCH DELETE  405   302   302   302   302   302   302   302   302   302   302   302   302   405
account_reauthenticate
  GET           login 200   200   200   200   200   200   200   200   200   200   200   200   login
  POST          login 302   302   302   302   302   302   302   302   302   302   302   302   login
  PUT           login 200   200   200   200   200   200   200   200   200   200   200   200   login
  PATCH DELETE  login 405   405   405   405   405   405   405   405   405   405   405   405   login
account_email
  GET           login 200   200   200   200   200   200   200   200   200   200   200   200   login
  POST          login 302   302   302   302   302   302   302   302   302   302   302   302   login
  PUT           login 302   302   302   302   302   302   302   302   302   302   302   302   login
  PATCH DELETE  login 405   405   405   405   405   405   405   405   405   405   405   405   login
account_email_verification_sent                             others 405
  GET           200   200   200   200   200   200   200   200   200   200   200   200   200   200
account_change_password
  GET           login 200   200   200   200   200   200   200   200   200   200   200   200   login
  POST          login 302   302   302   302   302   302   302   302   302   302   302   302   login
  PUT           login 200   200   200   200   200   200   200   200   200   200   200   200   login
  PATCH DELETE  login 405   405   405   405   405   405   405   405   405   405   405   405   login
account_set_password
  all           login 302   302   302   302   302   302   302   302   302   302   302   302   login
account_reset_password
  GET           200   200   200   200   200   200   200   200   200   200   200   200   200   200
  POST          302   302   302   302   302   302   302   302   302   302   302   302   302   302
  PUT           200   200   200   200   200   200   200   200   200   200   200   200   200   200
  PATCH DELETE  405   405   405   405   405   405   405   405   405   405   405   405   405   405
account_confirm_login_code
  all           login 302   302   302   302   302   302   302   302   302   302   302   302   login
account_confirm_email                                       others 405
  GET           200   200   200   200   200   200   200   200   200   200   200   200   200   200
  POST          login login login login login login login login login login login login login login
account_reset_password_from_key_done                        others 405
  GET           200   200   200   200   200   200   200   200   200   200   200   200   200   200
account_reset_password_from_key
  all           302   302   302   302   302   302   302   302   302   302   302   302   302   302
account_reset_password_done                                 others 405
  GET           200   200   200   200   200   200   200   200   200   200   200   200   200   200
mfa_index
  GET           login 200   200   200   200   200   200   200   200   200   200   200   200   login
  other         login 405   405   405   405   405   405   405   405   405   405   405   405   login
mfa_authenticate
  all           login 302   302   302   302   302   302   302   302   302   302   302   302   login
mfa_reauthenticate
  GET           login 200   200   200   200   200   200   200   200   200   200   200   200   login
  POST          login 200   200   200   200   200   200   200   200   200   200   200   200   login
  PUT           login 200   200   200   200   200   200   200   200   200   200   200   200   login
  PATCH DELETE  login 405   405   405   405   405   405   405   405   405   405   405   405   login
mfa_activate_totp
  GET           login 200   200   200   200   200   200   200   200   200   200   200   200   login
  POST          login 200   200   200   200   200   200   200   200   200   200   200   200   login
  PUT           login 200   200   200   200   200   200   200   200   200   200   200   200   login
  PATCH DELETE  login 405   405   405   405   405   405   405   405   405   405   405   405   login
mfa_deactivate_totp
  GET           login 200   200   200   200   200   200   200   200   200   200   200   200   login
  POST          login 302   302   302   302   302   302   302   302   302   302   302   302   login
  PUT           login 302   302   302   302   302   302   302   302   302   302   302   302   login
  PATCH DELETE  login 405   405   405   405   405   405   405   405   405   405   405   405   login
mfa_view_recovery_codes
  GET           login 200   200   200   200   200   200   200   200   200   200   200   200   login
  other         login 405   405   405   405   405   405   405   405   405   405   405   405   login
mfa_generate_recovery_codes
  GET           login 200   200   200   200   200   200   200   200   200   200   200   200   login
  POST          login 302   302   302   302   302   302   302   302   302   302   302   302   login
  PUT           login 302   302   302   302   302   302   302   302   302   302   302   302   login
  PATCH DELETE  login 405   405   405   405   405   405   405   405   405   405   405   405   login
mfa_download_recovery_codes
  GET           login 200   200   200   200   200   200   200   200   200   200   200   200   login
  other         login 405   405   405   405   405   405   405   405   405   405   405   405   login

# The back office: for admins
#               anon  no    stu-  other men-  other empl. empl. not   guar- view- other admin token
#                     role  dent  stud. tor   ment. consn witho appr. dian  er    paren
admin:index
  all           login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:login
  all           login 403   403   403   403   403   403   403   403   403   403   403   302   login
admin:logout
  all           302   403   403   403   403   403   403   403   403   403   403   403   302   302
admin:password_change
  all           login 403   403   403   403   403   403   403   403   403   403   403   302   login
admin:password_change_done
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   405   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   405   login
admin:autocomplete
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   405   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   405   login
admin:jsi18n
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   405   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   405   login
admin:app_list
  all           login 403   403   403   403   403   403   403   403   403   403   403   200   login
backoffice/(?P<url>.*)$
  all           login 403   403   403   403   403   403   403   403   403   403   403   404   login
admin:skills_skillcategory_changelist
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:skills_skillcategory_add
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:skills_skillcategory_change
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:skills_skillcategory_delete
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:skills_skillcategory_history
  all           login 403   403   403   403   403   403   403   403   403   403   403   200   login
backoffice/skills/skillcategory/<path:object_id>/
  all           login 403   403   403   403   403   403   403   403   403   403   403   302   login
admin:skills_skill_changelist
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:skills_skill_add
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:skills_skill_change
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:skills_skill_delete
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:skills_skill_history
  all           login 403   403   403   403   403   403   403   403   403   403   403   200   login
backoffice/skills/skill/<path:object_id>/
  all           login 403   403   403   403   403   403   403   403   403   403   403   302   login
admin:skills_jobrole_changelist
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:skills_jobrole_add
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:skills_jobrole_change
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:skills_jobrole_delete
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:skills_jobrole_history
  all           login 403   403   403   403   403   403   403   403   403   403   403   200   login
backoffice/skills/jobrole/<path:object_id>/
  all           login 403   403   403   403   403   403   403   403   403   403   403   302   login
admin:milestones_backlogproject_changelist
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:milestones_backlogproject_add
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:milestones_backlogproject_change
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:milestones_backlogproject_delete
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:milestones_backlogproject_history
  all           login 403   403   403   403   403   403   403   403   403   403   403   200   login
backoffice/milestones/backlogproject/<path:object_id>/
  all           login 403   403   403   403   403   403   403   403   403   403   403   302   login
admin:milestones_employerdemand_changelist
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:milestones_employerdemand_add
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:milestones_employerdemand_change
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:milestones_employerdemand_delete
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:milestones_employerdemand_history
  all           login 403   403   403   403   403   403   403   403   403   403   403   200   login
backoffice/milestones/employerdemand/<path:object_id>/
  all           login 403   403   403   403   403   403   403   403   403   403   403   302   login
admin:childprogress_milestonedefinition_changelist
  all           login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:childprogress_milestonedefinition_add
  all           login 403   403   403   403   403   403   403   403   403   403   403   403   login
admin:childprogress_milestonedefinition_change
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   302   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:childprogress_milestonedefinition_delete
  all           login 403   403   403   403   403   403   403   403   403   403   403   403   login
admin:childprogress_milestonedefinition_history
  all           login 403   403   403   403   403   403   403   403   403   403   403   200   login
backoffice/childprogress/milestonedefinition/<path:object_id>/
  all           login 403   403   403   403   403   403   403   403   403   403   403   302   login
admin:accounts_auditentry_changelist
  all           login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:accounts_auditentry_add
  all           login 403   403   403   403   403   403   403   403   403   403   403   403   login
admin:accounts_auditentry_change
  GET           login 403   403   403   403   403   403   403   403   403   403   403   200   login
  POST          login 403   403   403   403   403   403   403   403   403   403   403   403   login
  rest          login 403   403   403   403   403   403   403   403   403   403   403   200   login
admin:accounts_auditentry_delete
  all           login 403   403   403   403   403   403   403   403   403   403   403   403   login
admin:accounts_auditentry_history
  all           login 403   403   403   403   403   403   403   403   403   403   403   200   login
backoffice/accounts/auditentry/<path:object_id>/
  all           login 403   403   403   403   403   403   403   403   403   403   403   302   login
"""


@dataclass(frozen=True)
class Row:
    route: str
    label: str
    """One method, or several, or one and after it what is sent."""
    methods: tuple[str, ...]
    answers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.route} {self.label}"


def _rows(matrix: str) -> Iterator[Row]:
    """Of a route's title, its lines and a title's “others 405”."""
    for block in re.split(r"\n+(?=\w)", re.sub(r"^#.*\n", "", matrix, flags=re.MULTILINE).strip()):
        title, *lines = block.splitlines()
        route, *others = title.split()
        rest = list(METHODS)
        for line in lines:
            words = line.split()
            label, answers = words[: -len(ACTORS)], words[-len(ACTORS) :]
            methods = [
                each for word in label for each in SHORT.get(word, (word,)) if each in METHODS
            ]
            rest = [method for method in rest if method not in methods]
            yield _row(route, label, methods, answers)
        if others:
            yield _row(route, rest, rest, others[1:] * len(ACTORS))


def _row(route: str, label: list[str], methods: list[str], answers: list[str]) -> Row:
    by_actor = dict(zip(ACTORS, answers, strict=True))
    return Row(route, " ".join(label), tuple(methods), by_actor)


ROWS: Final = tuple(_rows(MATRIX))
