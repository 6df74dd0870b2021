# The family's mail server takes no letter: the promise is not kept, and people are told, who can use the phone.
policy libra-children-services

Mon 2020-11-02 09:00  >> the post refuses p@mail.example
Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
                      << letter handler-notice to coordinator
                      << letter admin-notice to admin; says LC-2020-0001
                      << letter admin-notice to coordinator; says LC-2020-0001
                      << status open; tags undeliverable
                      << deadline acknowledge stage-1 2020-11-09; open
# What was to be done by phone or post has its own date.
Tue 2020-11-10 07:59  >> clock
                      << letter reminder to coordinator; says did not reach
Tue 2020-11-10 08:00  >> clock
                      << letter breach-notice to coordinator; by 2020-11-09; says LC-4.2
                      << deadline acknowledge stage-1 2020-11-09; missed
