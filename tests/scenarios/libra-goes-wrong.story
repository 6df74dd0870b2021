# The Coordinator is away, so the Complaints Officer deals with it; the family writes from work; the next complaint is
# about the Coordinator, who is back; and nobody answers in time.
# clause: LC-4.5, LC-4.6
policy libra-children-services
staff Ada Finch <ada@libra.example> coordinator away 2020-11-02/2020-11-20
staff Olu Banjo <olu@libra.example> complaints_officer
staff Cleo Marsh <cleo@libra.example> chair
staff Sue Tarn <sue@libra.example> senior_leader

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  The handover was late and nobody told me. I am upset. I would like an apology.
                      << letter acknowledgement to p@mail.example; by 2020-11-30
                      << letter handler-notice to olu@libra.example; by 2020-11-30
Tue 2020-11-03 10:00  >> reply from p@mail.example to acknowledgement (as p@work.example)
                      |  It is me, from work.
                      << letter confirm-address to p@mail.example; says on Tuesday 3 November 2020 at 10:00; never It is me; never p@work.example
                      << letter admin-notice to admin@office.example; never It is me
                      << pen not a party; likely LC-2020-0001
Tue 2020-11-03 11:00  >> reply from p@mail.example to confirm-address
                      |  Yes, that was me.
                      << letter handler-notice to olu@libra.example; says It is me, from work; says p@work.example
                      << pen none
Mon 2020-11-23 10:00  >> mail from q@mail.example: The report
                      |  Ada Finch wrote a report about us that was wrong. I would like it corrected.
                      << letter acknowledgement to q@mail.example; by 2020-12-21
                      << letter handler-notice to olu@libra.example; by 2020-12-21
                      << case LC-2020-0002; handlers olu@libra.example; tags conflict
Thu 2020-11-26 08:00  >> clock
                      << letter reminder to olu@libra.example; by 2020-11-30; says LC-2020-0001
Fri 2020-11-27 08:00  >> clock
                      << letter reminder to olu@libra.example; by 2020-11-30; says LC-2020-0001
Tue 2020-12-01 08:00  >> clock
                      << letter breach-notice to olu@libra.example; by 2020-11-30; says LC-2020-0001
Thu 2020-12-03 08:00  >> clock
                      << letter breach-notice to cleo@libra.example; by 2020-11-30; says LC-2020-0001
Thu 2020-12-03 10:00  >> reply from olu@libra.example to handler-notice (about LC-2020-0001)
                      |  #outcome upheld
                      |  We are sorry.
                      << letter outcome to p@mail.example; by 2020-12-17
                      << letter directive-done to olu@libra.example
Thu 2020-12-17 08:00  >> clock
                      << letter reminder to olu@libra.example; by 2020-12-21; says LC-2020-0002
Fri 2020-12-18 08:00  >> clock
                      << letter reminder to olu@libra.example; by 2020-12-21; says LC-2020-0002
Tue 2020-12-22 08:00  >> clock
                      << letter breach-notice to olu@libra.example; by 2020-12-21; says LC-2020-0002
Thu 2020-12-24 08:00  >> clock
                      << letter breach-notice to cleo@libra.example; by 2020-12-21; says LC-2020-0002
Mon 2020-12-28 10:00  >> reply from olu@libra.example to handler-notice (about LC-2020-0002)
                      |  #outcome upheld
                      |  The report is corrected.
                      << letter outcome to q@mail.example; by 2021-01-11
                      << letter directive-done to olu@libra.example
