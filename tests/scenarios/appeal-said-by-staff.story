# The handler says that a reply was an appeal: the next step begins with that word, and has the reply before it.
policy libra-children-services

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to coordinator
Mon 2020-11-09 10:00  >> reply from coordinator to handler-notice
                      |  #outcome not upheld
                      |  It was not.
                      << letter outcome to p@mail.example
                      << letter directive-done to coordinator
Wed 2020-11-11 09:00  >> reply from p@mail.example to outcome
                      |  I accept your apology, but nobody asked the driver.
                      << letter handler-notice to coordinator; says nobody asked the driver; says #appeal; by 2020-11-23
                      << status decided; tags perhaps-appeal
Thu 2020-11-12 10:00  >> reply from coordinator to handler-notice
                      |  #appeal
                      << letter directive-done to coordinator; says Stage Two
                      << letter acknowledgement to p@mail.example; never driver
                      << letter handler-notice to complaints_officer; says nobody asked the driver; says It was late
                      << stage stage-2; status open; tags appeal
                      << deadline appeal stage-1 2020-11-23; met
Thu 2020-11-12 11:00  >> reply from coordinator to handler-notice
                      |  #not an appeal
                      << letter directive-error to coordinator
                      << stage stage-2
