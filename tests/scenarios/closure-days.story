# The organisation's own closure days count like bank holidays, for the limits and for the reminders.
policy childrens-links
set closed = ["2020-12-24/2021-01-01"]

Mon 2020-12-21 10:00  >> mail from p@mail.example: The party
                      |  There was none.
                      << letter acknowledgement to p@mail.example; by 2021-02-08
                      << letter handler-notice to complaints_manager; says (closed)
                      # 22, 23 December, 4, 5, 6 January
                      << deadline acknowledge complaint 2021-01-06; source CL-4.4a; met
                      # 2 days to 23 December, 7 to 8, 12 to 15, 17 to 22, 22 to 29 January, 27 to 5, 28 to 8 February
                      << deadline respond complaint 2021-02-08; source CL-4.4b; open
Tue 2020-12-22 09:00  >> reply from complaints_manager to handler-notice
                      |  #extend 5 January 2021
                      |  We are closed.
                      << letter directive-error to complaints_manager; says Monday 8 February 2021
Tue 2020-12-22 09:10  >> reply from complaints_manager to handler-notice
                      |  #outcome not upheld
                      |  There was one.
                      << letter outcome to p@mail.example
                      << letter directive-done to complaints_manager
Wed 2020-12-23 16:00  >> reply from p@mail.example to outcome: Appeal
                      << letter acknowledgement to p@mail.example; by 2021-01-15
                      << letter handler-notice to appeal_manager
                      # 4, 5, 6, 7, 8 January; 10 days end on 15 January
                      << deadline acknowledge appeal 2021-01-08; met
                      << deadline respond appeal 2021-01-15; open
Wed 2021-01-13 07:59  >> clock
Wed 2021-01-13 08:00  >> clock
                      << letter reminder to appeal_manager; by 2021-01-15
