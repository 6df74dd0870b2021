# Three hold one role; one of them is away. All who are there get the case, and the first directive wins.
policy libra-children-services
staff Ada <ada@libra.example> coordinator
staff Bea <bea@libra.example> coordinator away 2020-11-16/2020-11-20
staff Cyd <cyd@libra.example> coordinator away 2020-10-26/2020-11-13
staff Olu <olu@libra.example> complaints_officer away 2020-12-01/2020-12-31
staff Sue <sue@libra.example> senior_leader

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to ada@libra.example
                      << letter handler-notice to bea@libra.example
                      << stage stage-1; handlers ada@libra.example, bea@libra.example
Mon 2020-11-16 09:00  >> reply from p@mail.example to acknowledgement
                      |  Any news?
                      << letter handler-notice to ada@libra.example; says Any news
# Who is back can still answer; who comes second is told so.
Mon 2020-11-23 09:00  >> reply from bea@libra.example to handler-notice
                      |  #outcome not upheld
                      |  It was on time.
                      << letter outcome to p@mail.example; by 2020-12-07
                      << letter directive-done to bea@libra.example
Mon 2020-11-23 09:01  >> reply from ada@libra.example to handler-notice
                      |  #outcome upheld
                      |  It was late.
                      << letter directive-error to ada@libra.example; says already has its outcome
                      << outcome not-upheld
# Cyd came back, but the case was given out before: a note is all that is open to others.
Mon 2020-11-23 10:00  >> mail from cyd@libra.example: [LC-2020-0001] for the file
                      |  #note
                      |  I was at the gate.
                      << letter directive-error to cyd@libra.example; says could not make sure
# Stage 2 opens while its officer is away: the next whom the policy names has it.
Thu 2020-12-03 09:00  >> reply from p@mail.example to outcome: Appeal
                      << letter acknowledgement to p@mail.example; by 2020-12-31
                      << letter handler-notice to sue@libra.example
                      << stage stage-2; handlers sue@libra.example
