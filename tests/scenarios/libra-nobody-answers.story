# Libra's second stage gets no answer: the officer is reminded and told, then the Chair and the family, once each.
# clause: LC-5.3
policy libra-children-services
set require token

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late, and nobody told me.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to coordinator
Tue 2020-11-03 09:00  >> reply from coordinator to handler-notice
                      |  #outcome not upheld
                      |  It was not.
                      << letter outcome to p@mail.example; by 2020-11-17
                      << letter directive-done to coordinator
Wed 2020-11-04 09:00  >> reply from p@mail.example to outcome: Appeal
                      |  It was.
                      << letter acknowledgement to p@mail.example; by 2020-12-02
                      << letter handler-notice to complaints_officer
Mon 2020-11-30 08:00  >> clock
                      << letter reminder to complaints_officer; by 2020-12-02; says LC-5.3
Tue 2020-12-01 08:00  >> clock
                      << letter reminder to complaints_officer; by 2020-12-02
Thu 2020-12-03 08:00  >> clock
                      << letter breach-notice to complaints_officer; by 2020-12-02; says LC-5.3; says #extend
                      << deadline respond stage-2 2020-12-02; missed
# Friday is the working day that the officer has; the morning after it is a Saturday.
Fri 2020-12-04 12:00  >> clock
Sat 2020-12-05 08:00  >> clock
                      << letter breach-notice to chair; by 2020-12-02; by 2020-12-03; never It was; never p@mail.example
                      << letter interim-update to p@mail.example; by 2020-12-02; says not ready yet; never You will now have
Mon 2021-02-01 12:00  >> clock
Tue 2021-02-02 09:00  >> reply from complaints_officer to breach-notice
                      |  #extend 12 February 2021
                      |  I was ill, and I am sorry.
                      << letter interim-update to p@mail.example; by 2021-02-12; says I was ill
                      << letter directive-done to complaints_officer
                      << deadline respond stage-2 2021-02-12; open
