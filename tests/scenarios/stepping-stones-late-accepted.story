# The Board's 10 days are over by a day; the CEO lets the request in all the same, and only then are its clocks started.
# clause: SS-3.1
policy stepping-stones

Mon 2021-03-15 10:00  >> mail from p@mail.example: A formal complaint
                      |  The door does not lock.
                      << letter acknowledgement to p@mail.example; by 2021-04-12
                      << letter handler-notice to ceo
                      << stage stage-2
Fri 2021-03-19 10:00  >> reply from ceo to handler-notice
                      |  #outcome partly upheld
                      |  A new lock comes.
                      << letter outcome to p@mail.example; by 2021-03-29
                      << letter directive-done to ceo
                      << deadline appeal stage-2 2021-03-29; source SS-3.1; open
# The clocks went forward on 28 March: midnight here is 23:00 in Greenwich, and the window ends with our day.
Mon 2021-03-29 23:59:59  >> clock
                      << status decided
Tue 2021-03-30 00:00  >> reply from p@mail.example to outcome: Please review this
                      |  No lock yet.
                      << letter appeal-late to p@mail.example; by 2021-03-29
                      << letter handler-notice to ceo; says No lock yet
                      << stage stage-2; status open; tags late
Thu 2021-04-01 16:00  >> reply from ceo to handler-notice
                      |  #accept
                      |  The locksmith is late too.
                      << letter acknowledgement to p@mail.example; says decided to accept; says last step; never locksmith
                      << letter handler-notice to chair_of_trustees; says No lock yet; says does not lock
                      << letter directive-done to ceo; says kept as a note
                      # The year of the report (SS-0.4) ended with March.
                      << letter report to chair_of_trustees
                      << stage stage-3; status open; tags appeal, late; handlers chair_of_trustees
                      << deadline acknowledge stage-3 2021-04-08; source SS-3.2; met
                      << deadline appeal stage-2 2021-03-29; ended
