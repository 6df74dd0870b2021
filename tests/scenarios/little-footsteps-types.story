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
