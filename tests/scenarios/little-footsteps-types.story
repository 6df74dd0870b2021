# Little Footsteps: every complaint has one of three types, set by whoever deals with it (LF-3).
# clause: LF-3
policy little-footsteps

Mon 2020-11-02 10:00  >> mail from p@mail.example: My wages
                      |  I was your nanny in October and have not been paid.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to complaints_handler; says #type families; says agency-operations
Mon 2020-11-02 11:00  >> reply from complaints_handler to handler-notice
                      |  #type catering
                      << letter directive-error to complaints_handler; says #type childcare-professionals
Mon 2020-11-02 11:05  >> reply from complaints_handler to handler-notice
                      |  #type nanny
                      << letter directive-done to complaints_handler; says Childcare Professionals
                      << stage formal-review; status open
Mon 2020-11-02 11:10  >> reply from complaints_handler to handler-notice
                      |  #type childcare-professionals
                      << letter directive-error to complaints_handler; says already

# A form that says what it is about needs nobody to say it again; words that are no type leave it to a person.
Tue 2020-11-03 10:00  >> mail from q@mail.example: Complaints form
                      |  Full name: Quin Hill
                      |  Type of complaint: Family
                      |  Description of what happened: The nanny left an hour early, and my son was alone with his gran.
                      << letter acknowledgement to q@mail.example
                      << letter handler-notice to complaints_handler; says an hour early; never #type
                      << message form
Tue 2020-11-03 11:00  >> mail from r@mail.example: Complaints form
                      |  Full name: Rae Lane
                      |  Type of complaint: the biscuits
                      |  Description of what happened: They were stale.
                      << letter acknowledgement to r@mail.example
                      << letter handler-notice to complaints_handler; says #type families
                      << message form
