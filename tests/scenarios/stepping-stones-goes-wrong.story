# The keyworker is away, then the CEO; the resident writes from work; the next complaint is about the Chair, who would
# stand in for the CEO; and nobody answers in time. Nobody but the admin is left above the Chair.
# clause: SS-1.1, SS-2.3
policy stepping-stones
staff Kim Park <kim@ss.example> keyworker away 2020-11-02/2020-11-20
staff Wanda Reed <wanda@ss.example> womens_service_manager
staff Bea Holt <bea@ss.example> ceo away 2020-11-23/2020-12-31
staff Carl Dean <carl@ss.example> chair_of_trustees

Mon 2020-11-02 09:30  >> mail from p@mail.example: My room
                      |  The heating has been off since Friday.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to wanda@ss.example
                      << letter copy to bea@ss.example
Tue 2020-11-03 10:00  >> reply from p@mail.example to acknowledgement (as p@work.example)
                      |  It is me, from work.
                      << letter confirm-address to p@mail.example; says on Tuesday 3 November 2020 at 10:00; never It is me; never p@work.example
                      << letter admin-notice to admin@office.example; never It is me
                      << pen not a party; likely LC-2020-0001
Tue 2020-11-03 11:00  >> reply from p@mail.example to confirm-address
                      |  Yes, that was me.
                      << letter handler-notice to wanda@ss.example; says It is me, from work; says p@work.example
                      << pen none
Wed 2020-11-04 09:00  >> reply from p@mail.example to acknowledgement
                      |  It is still off.
                      << letter handler-notice to wanda@ss.example
Wed 2020-11-11 08:00  >> clock
                      << letter reminder to wanda@ss.example; says LC-2020-0001
Wed 2020-11-18 08:00  >> clock
                      << letter reminder to wanda@ss.example; says LC-2020-0001
Thu 2020-11-19 10:00  >> reply from wanda@ss.example to handler-notice
                      |  #outcome upheld
                      |  It is mended now.
                      << letter outcome to p@mail.example
                      << letter directive-done to wanda@ss.example
Mon 2020-11-23 09:00  >> reply from p@mail.example to outcome: Appeal
                      |  It is off again.
                      << letter acknowledgement to p@mail.example; by 2020-12-21
                      << letter handler-notice to carl@ss.example; by 2020-12-21
Tue 2020-11-24 09:00  >> mail from q@mail.example: A formal complaint
                      |  Carl Dean shouted at me in the office on 3 November at noon.
                      << letter acknowledgement to q@mail.example; by 2020-12-22
                      << letter handler-notice to bea@ss.example; by 2020-12-22
                      << case LC-2020-0002; handlers bea@ss.example; tags conflict
Thu 2020-12-17 08:00  >> clock
                      << letter reminder to carl@ss.example; by 2020-12-21; says LC-2020-0001
Fri 2020-12-18 08:00  >> clock
                      << letter reminder to carl@ss.example; by 2020-12-21; says LC-2020-0001
                      << letter reminder to bea@ss.example; by 2020-12-22; says LC-2020-0002
Mon 2020-12-21 08:00  >> clock
                      << letter reminder to bea@ss.example; by 2020-12-22; says LC-2020-0002
Tue 2020-12-22 08:00  >> clock
                      << letter breach-notice to carl@ss.example; by 2020-12-21; says LC-2020-0001
Wed 2020-12-23 08:00  >> clock
                      << letter breach-notice to bea@ss.example; by 2020-12-22; says LC-2020-0002
Thu 2020-12-24 08:00  >> clock
                      << letter breach-notice to admin@office.example; by 2020-12-21; says LC-2020-0001
Fri 2020-12-25 08:00  >> clock
                      << letter breach-notice to admin@office.example; by 2020-12-22; says LC-2020-0002
Tue 2021-01-05 10:00  >> reply from carl@ss.example to handler-notice
                      |  #outcome upheld
                      |  A new boiler is ordered.
                      << letter outcome to p@mail.example
                      << letter directive-done to carl@ss.example
