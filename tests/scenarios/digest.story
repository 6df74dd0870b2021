# On Mondays each who deals with complaints hears how theirs stand; once a week, and nobody who has nothing at hand.
policy libra-children-services
set require token
set digest "weekly"

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late, and nobody told me.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to coordinator
Fri 2020-11-06 12:00  >> clock
Mon 2020-11-09 07:59  >> clock
Mon 2020-11-09 08:00  >> clock
                      << letter digest to coordinator; by 2020-11-30; says LC-2020-0001; says Assign an investigator; never nobody told me; never p@mail.example
Mon 2020-11-09 08:01  >> clock
Wed 2020-11-11 09:00  >> reply from coordinator to handler-notice
                      |  #outcome not upheld
                      |  #done 1
                      |  It was not.
                      << letter outcome to p@mail.example; by 2020-11-25
                      << letter directive-done to coordinator
# It waits for the family alone: there is nothing to tell.
Mon 2020-11-16 08:00  >> clock
# mailflow was not running on Monday: what began before then is told when it next runs, what began since is not.
Mon 2020-11-16 09:00  >> reply from p@mail.example to outcome: Appeal
                      |  It was.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to complaints_officer
Tue 2020-11-24 10:00  >> clock
                      << letter digest to complaints_officer; by 2020-12-14; says LC-2020-0001
