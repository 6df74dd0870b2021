# Big Bums Little Bums: at stage 2 the officer is to contact the complainant again; a lesson is kept.
# clause: BB-2.4, BB-4.1
policy big-bums-little-bums

Mon 2020-11-02 09:30  >> mail from p@mail.example: The nappies
                      |  The wrong nappies came again.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to complaints_lead; never Contact the complainant again
Tue 2020-11-03 09:00  >> reply from complaints_lead to handler-notice
                      |  #stage stage-2
                      |  #lesson check the sizes before sending
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to complaints_officer; says Contact the complainant again; says BB-2.4
                      << letter directive-done to complaints_lead; says lesson is kept
Wed 2020-11-04 09:00  >> reply from complaints_officer to handler-notice
                      |  #done 1
                      << letter directive-done to complaints_officer; says Contact the complainant again
