# A line of staff's that cannot be placed moves nothing, waits for a person, and its registered author is told.
policy libra-children-services
staff Ada <ada@libra.example> coordinator
staff Olu <olu@libra.example> complaints_officer

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to coordinator
Mon 2020-11-02 09:31  >> mail from q@mail.example: Handover
                      |  The coordinator was late.
                      << letter acknowledgement to q@mail.example
                      << letter handler-notice to complaints_officer
# A notice of one case, with the reference of another in its subject: neither is moved.
Tue 2020-11-03 09:00  >> reply from coordinator to handler-notice: Re: [LC-2020-0001] [LC-2020-0002] both
                      |  #outcome upheld
                      |  Findings: you are right.
                      << letter directive-error to coordinator; says not clear which case; says #outcome upheld; never LC-2020
                      << letter admin-notice to admin; never you are right
                      << message staff-directive
                      << pen more than one case
                      << case LC-2020-0001; status open; outcome none
                      << case LC-2020-0002; status open; outcome none
# So with a plain reply, which would have gone to a family.
Tue 2020-11-03 09:01  >> reply from coordinator to handler-notice: Re: [LC-2020-0002] and the other
                      |  You will hear from me.
                      << letter directive-error to coordinator; says not clear which case; never LC-2020
                      << letter admin-notice to admin
                      << message staff-reply
# Whom a case is about hears of it what a reference that nobody has brings them, word for word.
Tue 2020-11-03 09:02  >> mail from coordinator: [LC-2020-0002]
                      |  #note
                      |  What is this?
                      << letter directive-error to coordinator; says not clear which case; never LC-2020
                      << letter admin-notice to admin
Tue 2020-11-03 09:03  >> mail from coordinator: [LC-2020-0099]
                      |  #note
                      |  What is this?
                      << letter directive-error to coordinator; says not clear which case; never LC-2020
# Who is no member of staff is told nothing, and a machine neither.
Tue 2020-11-03 09:04  >> mail from eve@mail.example: [LC-2020-0001] [LC-2020-0002]
                      |  #outcome upheld
                      << letter admin-notice to admin
Tue 2020-11-03 09:05  >> reply from coordinator to handler-notice (automatic): Re: [LC-2020-0002] away
                      |  #outcome upheld
                      << message auto-reply
