# LF-4.1: details go only to who handles the case; about the handler: to the mediator.
# clause: LF-4.1
policy little-footsteps
staff Hana Frost <hana@lf.example> complaints_handler
staff Miles Yorke <miles@lf.example> mediator

Tue 2021-01-05 10:00  >> mail from p@mail.example: The nanny
                      |  Hana lied to us about the nanny.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to miles@lf.example
                      << handlers miles@lf.example
Wed 2021-01-06 10:00  >> reply from miles@lf.example to handler-notice
                      |  #about Hana Frost
                      << letter directive-done to miles@lf.example
