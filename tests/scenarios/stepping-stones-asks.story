# What a formal complaint does not say (when, where) is asked for in the acknowledgement of stage 2, and only there.
# clause: SS-2.8
policy stepping-stones

Mon 2020-11-02 09:30  >> mail from p@mail.example: Nobody listens
                      |  The worker did not bring my son back to me when we had agreed.
                      << letter acknowledgement to p@mail.example; never It would help us to know more
                      << letter handler-notice to keyworker
                      << letter copy to ceo
                      << letter copy to womens_service_manager
Mon 2020-11-09 10:00  >> reply from keyworker to handler-notice
                      |  #outcome not upheld
                      |  It was the traffic.
                      << letter outcome to p@mail.example
                      << letter directive-done to keyworker
Tue 2020-11-10 09:00  >> reply from p@mail.example to outcome: Appeal
                      |  It was on Friday.
                      << letter acknowledgement to p@mail.example; says where it happened; never when it happened
                      << letter handler-notice to ceo
                      << stage stage-2
