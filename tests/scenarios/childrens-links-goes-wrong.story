# The manager is away and nobody stands in, since each looks at what the one before decided; the family writes from work;
# the next complaint is about the manager; and nobody answers in time, at the appeal neither.
# clause: CL-4.4b, CL-4.4c
policy childrens-links
staff Mona Pike <mona@cl.example> complaints_manager away 2020-11-02/2020-11-30
staff Abel Nash <abel@cl.example> appeal_manager
staff Fay Osborn <fay@cl.example> final_appeal_manager
staff Tess Ward <tess@cl.example> trustee

Mon 2020-11-02 09:30  >> mail from p@mail.example: The group
                      |  The group was closed without notice.
                      << letter acknowledgement to p@mail.example; by 2020-12-10
                      << letter handler-notice to mona@cl.example; by 2020-12-10
Tue 2020-11-03 10:00  >> reply from p@mail.example to acknowledgement (as p@work.example)
                      |  It is me, from work.
                      << letter confirm-address to p@mail.example; says on Tuesday 3 November 2020 at 10:00; never It is me; never p@work.example
                      << letter admin-notice to admin@office.example; never It is me
                      << pen not a party; likely LC-2020-0001
Tue 2020-11-03 11:00  >> reply from p@mail.example to confirm-address
                      |  Yes, that was me.
                      << letter handler-notice to mona@cl.example; says It is me, from work; says p@work.example
                      << pen none
Wed 2020-11-04 10:00  >> mail from q@mail.example: Unfair
                      |  Mona Pike was unfair to us.
                      << letter acknowledgement to q@mail.example; by 2020-12-14
                      << letter handler-notice to tess@cl.example; by 2020-12-14
                      << case LC-2020-0002; handlers tess@cl.example; tags conflict
Tue 2020-12-08 08:00  >> clock
                      << letter reminder to mona@cl.example; by 2020-12-10; says LC-2020-0001
Wed 2020-12-09 08:00  >> clock
                      << letter reminder to mona@cl.example; by 2020-12-10; says LC-2020-0001
Thu 2020-12-10 08:00  >> clock
                      << letter reminder to tess@cl.example; by 2020-12-14; says LC-2020-0002
Fri 2020-12-11 08:00  >> clock
                      << letter breach-notice to mona@cl.example; by 2020-12-10; says LC-2020-0001
                      << letter reminder to tess@cl.example; by 2020-12-14; says LC-2020-0002
Tue 2020-12-15 08:00  >> clock
                      << letter breach-notice to abel@cl.example; by 2020-12-10; says LC-2020-0001
                      << letter breach-notice to tess@cl.example; by 2020-12-14; says LC-2020-0002
Thu 2020-12-17 08:00  >> clock
                      << letter breach-notice to abel@cl.example; by 2020-12-14; says LC-2020-0002
Tue 2020-12-22 10:00  >> reply from mona@cl.example to handler-notice
                      |  #outcome partly upheld
                      |  You should have had a week's notice.
                      << letter outcome to p@mail.example
                      << letter directive-done to mona@cl.example
Wed 2020-12-23 09:00  >> reply from p@mail.example to outcome: Appeal
                      |  We had none at all.
                      << letter acknowledgement to p@mail.example; by 2021-01-11
                      << letter handler-notice to abel@cl.example; by 2021-01-11
Wed 2020-12-23 10:00  >> reply from tess@cl.example to handler-notice
                      |  #outcome not upheld
                      |  All were treated alike.
                      << letter outcome to q@mail.example
                      << letter directive-done to tess@cl.example
Thu 2021-01-07 08:00  >> clock
                      << letter reminder to abel@cl.example; by 2021-01-11; says LC-2020-0001
Fri 2021-01-08 08:00  >> clock
                      << letter reminder to abel@cl.example; by 2021-01-11; says LC-2020-0001
Tue 2021-01-12 08:00  >> clock
                      << letter breach-notice to abel@cl.example; by 2021-01-11; says LC-2020-0001
Thu 2021-01-14 08:00  >> clock
                      << letter breach-notice to fay@cl.example; by 2021-01-11; says LC-2020-0001
Fri 2021-01-15 10:00  >> clock
