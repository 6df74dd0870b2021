# mailflow was not running for a while: what arrived in time is in time, in the order of arrival, and nothing is done twice.
policy libra-children-services
set require confirm
staff Ada <ada@libra.example> coordinator
staff Olu <olu@libra.example> complaints_officer

# A complaint, its afterthought and another family's complaint, all read in one go.
Mon 2020-11-02 09:30  >> mail from p@mail.example (unread): Handover
                      |  It was late.
Mon 2020-11-02 09:40  >> mail from q@mail.example (unread): Handover
                      |  It was early.
Mon 2020-11-02 12:00  >> clock
                      << letter acknowledgement to p@mail.example; says LC-2020-0001
                      << letter acknowledgement to q@mail.example; says LC-2020-0002
                      << letter handler-notice to ada@libra.example; says It was late
                      << letter handler-notice to ada@libra.example; says It was early
                      << case LC-2020-0001; received 2020-11-02 09:30
                      << cases 2

# Two #yes to one preview, read together: one is carried out, the other told so.
Mon 2020-11-09 10:00  >> reply from ada@libra.example to handler-notice (about LC-2020-0001)
                      |  #question
                      |  On which day?
                      << letter confirm-sender to ada@libra.example
Mon 2020-11-09 10:10  >> reply from ada@libra.example to confirm-sender (unread)
                      |  #yes
Mon 2020-11-09 10:11  >> reply from ada@libra.example to confirm-sender
                      |  #yes, please
                      << letter question to p@mail.example; says On which day
                      << letter directive-done to ada@libra.example
                      << letter directive-error to ada@libra.example
Mon 2020-11-09 11:00  >> mail from ada@libra.example: rang
                      |  #new Kit <k@mail.example>
                      |  Kit rang.
                      << letter confirm-sender to ada@libra.example
Mon 2020-11-09 11:10  >> reply from ada@libra.example to confirm-sender (unread)
                      |  #yes
Mon 2020-11-09 11:11  >> reply from ada@libra.example to confirm-sender
                      |  #YES
                      << letter acknowledgement to k@mail.example
                      << letter handler-notice to ada@libra.example; says Kit rang
                      << letter directive-error to ada@libra.example
                      << letter directive-done to ada@libra.example
                      << cases 3

Mon 2020-11-09 12:00  >> reply from ada@libra.example to handler-notice (about LC-2020-0001)
                      |  #outcome not upheld
                      |  It was on time.
                      << letter confirm-sender to ada@libra.example
Mon 2020-11-09 12:01  >> reply from ada@libra.example to confirm-sender
                      |  #yes
                      << letter outcome to p@mail.example; by 2020-11-23
                      << letter directive-done to ada@libra.example
# Sent in the last minute, read a day after the case would have closed: in time. The second delivery is the same mail.
Mon 2020-11-23 23:59  >> reply from p@mail.example to outcome (unread): Appeal
                      |  No.
Wed 2020-11-25 07:00  >> again
                      << letter acknowledgement to p@mail.example; by 2020-12-21
                      << letter handler-notice to olu@libra.example; says It was late
                      << case LC-2020-0001; stage stage-2; status open; tags appeal
                      << deadline acknowledge stage-2 2020-11-30; met; case LC-2020-0001
                      << deadline respond stage-2 2020-12-21; open; case LC-2020-0001
