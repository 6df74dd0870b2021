# Where directives must be confirmed: a preview goes to the registered address, and only its #yes carries out what was written.
policy libra-children-services
set require confirm
staff Ada Coordinator <ada@libra.example> coordinator
staff Olu Officer <olu@libra.example> complaints_officer

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to coordinator
Mon 2020-11-30 23:50  >> reply from coordinator to handler-notice
                      |  #outcome upheld
                      |  Findings: you are right.
                      << letter confirm-sender to ada@libra.example; says you are right; says p@mail.example; says #outcome upheld; by 2020-12-14
                      << letter reminder to ada@libra.example; by 2020-11-30
                      << stage stage-1; status open; outcome none
                      << message staff-directive

# Nobody but Ada, in answer to the preview itself, confirms it.
Mon 2020-11-30 23:52  >> reply from ada@libra.example to confirm-sender (as eve@mail.example)
                      |  #yes
                      << letter admin-notice to admin; never #yes
                      << pen not a party; likely LC-2020-0001
Mon 2020-11-30 23:53  >> reply from ada@libra.example to confirm-sender (as p@mail.example)
                      |  #yes
                      << letter handler-notice to coordinator
                      << message reply
Mon 2020-11-30 23:54  >> reply from ada@libra.example to confirm-sender (as olu@libra.example)
                      |  #yes
                      << letter directive-error to olu@libra.example
Mon 2020-11-30 23:55  >> reply from ada@libra.example to confirm-sender (automatic)
                      |  #yes
                      << message auto-reply
Mon 2020-11-30 23:56  >> reply from ada@libra.example to handler-notice
                      |  #yes
                      << letter directive-error to ada@libra.example
                      << stage stage-1; status open; outcome none

# Confirmed on 1 December, after the last day for the answer: the letter leaves late, and its window runs from its own day.
Tue 2020-12-01 07:00  >> reply from ada@libra.example to confirm-sender
                      |  #yes
                      << letter outcome to p@mail.example; by 2020-12-15; says you are right
                      << letter directive-done to ada@libra.example
                      << stage stage-1; status decided; outcome upheld
                      << deadline respond stage-1 2020-11-30; missed
                      << deadline appeal stage-1 2020-12-15; open
Tue 2020-12-01 09:01  >> reply from ada@libra.example to confirm-sender
                      |  #yes
                      << letter directive-error to ada@libra.example
                      << status decided

# What is confirmed counts from the receipt of the first mail: the clocks of stage 2 start on 1 December, 10:00.
Tue 2020-12-01 10:00  >> reply from ada@libra.example to handler-notice
                      |  #stage stage-2
                      << letter confirm-sender to ada@libra.example
                      << stage stage-1
Thu 2020-12-03 10:00  >> reply from ada@libra.example to confirm-sender
                      |  #yes
                      << letter acknowledgement to p@mail.example; by 2020-12-29
                      << letter handler-notice to olu@libra.example
                      << letter directive-done to ada@libra.example
                      << stage stage-2; status open
                      << deadline acknowledge stage-2 2020-12-08; source LC-5.2; met
                      << deadline respond stage-2 2020-12-29; open
# A plain reply and a note wait too. What is wrong is said at once, and nothing is previewed.
Fri 2020-12-04 09:00  >> reply from olu@libra.example to handler-notice
                      |  You will hear from me.
                      << letter confirm-sender to olu@libra.example; says You will hear from me
Fri 2020-12-04 09:01  >> reply from olu@libra.example to confirm-sender
                      |  #yes
                      << letter relay to p@mail.example; says You will hear from me
Fri 2020-12-04 09:02  >> reply from olu@libra.example to handler-notice
                      |  #outcome upheld
                      |  Reasons: many.
                      << letter directive-error to olu@libra.example; says Actions
