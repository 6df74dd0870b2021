# The handler is away and nobody stands in; the family writes from work; the next complaint is about the handler; and
# nobody answers in time. Nothing of the second case ever reaches whom it is about.
# clause: LF-2.3, LF-4.1
policy little-footsteps
staff Hana Frost <hana@lf.example> complaints_handler away 2020-11-02/2020-11-13
staff Miles Yorke <miles@lf.example> mediator
staff Ines Grant <ines@lf.example> independent_reviewer

Mon 2020-11-02 09:30  >> mail from p@mail.example: Placement
                      |  The placement fell through without a word.
                      << letter acknowledgement to p@mail.example; by 2020-11-11
                      << letter handler-notice to hana@lf.example; by 2020-11-11
Tue 2020-11-03 10:00  >> reply from p@mail.example to acknowledgement (as p@work.example)
                      |  It is me, from work.
                      << letter confirm-address to p@mail.example; says on Tuesday 3 November 2020 at 10:00; never It is me; never p@work.example
                      << letter admin-notice to admin@office.example; never It is me
                      << pen not a party; likely LC-2020-0001
Tue 2020-11-03 11:00  >> reply from p@mail.example to confirm-address
                      |  Yes, that was me.
                      << letter handler-notice to hana@lf.example; says It is me, from work; says p@work.example
                      << pen none
Wed 2020-11-04 11:00  >> mail from q@mail.example: The fee
                      |  Hana Frost charged us twice.
                      << letter acknowledgement to q@mail.example; by 2020-11-13
                      << letter handler-notice to miles@lf.example; by 2020-11-13
                      << case LC-2020-0002; handlers miles@lf.example; tags conflict
Thu 2020-11-05 09:00  >> reply from hana@lf.example to handler-notice (automatic): Automatic reply: away
                      |  I am away until 16 November.
Mon 2020-11-09 08:00  >> clock
                      << letter reminder to hana@lf.example; by 2020-11-11; says LC-2020-0001
Tue 2020-11-10 08:00  >> clock
                      << letter reminder to hana@lf.example; by 2020-11-11; says LC-2020-0001
Wed 2020-11-11 08:00  >> clock
                      << letter reminder to miles@lf.example; by 2020-11-13; says LC-2020-0002
Thu 2020-11-12 08:00  >> clock
                      << letter breach-notice to hana@lf.example; by 2020-11-11; says LC-2020-0001
                      << letter reminder to miles@lf.example; by 2020-11-13; says LC-2020-0002
Sat 2020-11-14 08:00  >> clock
                      << letter breach-notice to ines@lf.example; by 2020-11-11; says LC-2020-0001
                      << letter breach-notice to miles@lf.example; by 2020-11-13; says LC-2020-0002
Mon 2020-11-16 10:00  >> reply from hana@lf.example to handler-notice
                      |  #outcome upheld
                      |  You should have been told. We are sorry.
                      << letter outcome to p@mail.example
                      << letter directive-done to hana@lf.example
Tue 2020-11-17 08:00  >> clock
                      << letter breach-notice to ines@lf.example; by 2020-11-13; says LC-2020-0002
Tue 2020-11-17 10:00  >> reply from miles@lf.example to handler-notice
                      |  #outcome not upheld
                      |  It was one fee in two parts.
                      << letter outcome to q@mail.example
                      << letter directive-done to miles@lf.example
