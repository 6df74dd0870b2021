# The report for a meeting of the trustees leaves by itself, a week before it, once, and names nobody (CL-4.1). Praise
# and complaints are in it; where there are few of them, that is all it says.
# clause: CL-4.1
policy childrens-links
staff Mia Manager <mia@cl.example> complaints_manager
set meetings = ["2020-12-08", "2021-03-09"]

Mon 2020-11-02 10:00  >> mail from p@mail.example: The gate
                      |  The gate of the playroom stood open all morning.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to mia@cl.example
Mon 2020-11-30 08:30  >> clock
Tue 2020-12-01 07:59  >> clock
Tue 2020-12-01 08:00  >> clock
                      << letter report to trustee; says Tuesday 8 December 2020; says CL-4.1; says fewer than 3; never gate; never p@mail.example
Tue 2020-12-01 08:05  >> clock
Wed 2020-12-02 08:00  >> clock
