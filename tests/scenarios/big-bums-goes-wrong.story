# The Complaints Contact is away, so the Complaints Officer deals with it; the family writes from work; the next complaint
# is about the Contact; and nobody answers in time. What the officer does not do, the reviewer hears of.
# clause: BB-1.1
policy big-bums-little-bums
staff Lara Dunn <lara@bb.example> complaints_lead away 2020-11-02/2020-11-06
staff Olga Hunt <olga@bb.example> complaints_officer
staff Rosa Lyle <rosa@bb.example> reviewer

Mon 2020-11-02 09:30  >> mail from p@mail.example: Nappies
                      |  The parcel was wrong again.
                      << letter acknowledgement to p@mail.example; by 2020-11-07
                      << letter handler-notice to olga@bb.example; by 2020-11-07
Tue 2020-11-03 10:00  >> reply from p@mail.example to acknowledgement (as p@work.example)
                      |  It is me, from work.
                      << letter confirm-address to p@mail.example; says on Tuesday 3 November 2020 at 10:00; never It is me; never p@work.example
                      << letter admin-notice to admin@office.example; never It is me
                      << pen not a party; likely LC-2020-0001
Tue 2020-11-03 11:00  >> reply from p@mail.example to confirm-address
                      |  Yes, that was me.
                      << letter handler-notice to olga@bb.example; says It is me, from work; says p@work.example
                      << pen none
Thu 2020-11-05 08:00  >> clock
                      << letter reminder to olga@bb.example; by 2020-11-07; says LC-2020-0001
Fri 2020-11-06 08:00  >> clock
                      << letter reminder to olga@bb.example; by 2020-11-07; says LC-2020-0001
Sun 2020-11-08 08:00  >> clock
                      << letter breach-notice to olga@bb.example; by 2020-11-07; says LC-2020-0001
Mon 2020-11-09 10:00  >> mail from q@mail.example: The shop
                      |  Lara Dunn hung up on me.
                      << letter acknowledgement to q@mail.example; by 2020-11-14
                      << letter handler-notice to olga@bb.example; by 2020-11-14
                      << case LC-2020-0002; handlers olga@bb.example; tags conflict
Tue 2020-11-10 08:00  >> clock
                      << letter breach-notice to rosa@bb.example; by 2020-11-07; says LC-2020-0001
Wed 2020-11-11 09:00  >> reply from olga@bb.example to handler-notice (about LC-2020-0001)
                      |  #extend 13 November 2020
                      |  We are waiting for the carrier.
                      << letter interim-update to p@mail.example; by 2020-11-13
                      << letter directive-done to olga@bb.example
Thu 2020-11-12 08:00  >> clock
                      << letter reminder to olga@bb.example; by 2020-11-13; says LC-2020-0001
                      << letter reminder to olga@bb.example; by 2020-11-14; says LC-2020-0002
Thu 2020-11-12 10:00  >> reply from olga@bb.example to handler-notice (about LC-2020-0001)
                      |  #outcome not upheld
                      |  The parcel was as ordered.
                      << letter outcome to p@mail.example
                      << letter directive-done to olga@bb.example
Fri 2020-11-13 08:00  >> clock
                      << letter reminder to olga@bb.example; by 2020-11-14; says LC-2020-0002
Sun 2020-11-15 08:00  >> clock
                      << letter breach-notice to olga@bb.example; by 2020-11-14; says LC-2020-0002
Tue 2020-11-17 08:00  >> clock
                      << letter breach-notice to rosa@bb.example; by 2020-11-14; says LC-2020-0002
Wed 2020-11-18 10:00  >> reply from olga@bb.example to handler-notice (about LC-2020-0002)
                      |  #outcome resolved
                      << letter outcome to q@mail.example
                      << letter directive-done to olga@bb.example
