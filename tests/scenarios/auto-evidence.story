# "auto" where our server stamps no verdicts: notes need the answer to a notice of ours, letters are confirmed.
policy big-bums-little-bums
set require auto
staff Lena Lead <lena@bb.example> complaints_lead

Mon 2020-11-02 09:30  >> mail from p@mail.example: Lunch
                      |  There was none.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to complaints_lead
Mon 2020-11-02 10:00  >> reply from complaints_lead to handler-notice
                      |  #note
                      |  The cook says so too.
                      << letter directive-done to complaints_lead
Mon 2020-11-02 10:01  >> mail from complaints_lead: [LC-2020-0001] lunch
                      |  #note
                      |  The cook says so too.
                      << letter directive-error to complaints_lead; says could not make sure
Mon 2020-11-02 10:02  >> reply from complaints_lead to handler-notice
                      |  #assign complaints_officer@office.example
                      << letter handler-notice to complaints_officer
                      << letter directive-done to complaints_lead
Mon 2020-11-02 11:00  >> reply from complaints_lead to handler-notice
                      |  #outcome not upheld
                      |  There was soup.
                      << letter confirm-sender to complaints_lead; says There was soup
                      << status open
Mon 2020-11-02 11:30  >> reply from complaints_lead to confirm-sender
                      |  #yes
                      << letter outcome to p@mail.example; says There was soup
                      << letter directive-done to complaints_lead
                      << status decided; outcome not-upheld
# A notice can be answered again, also after the case has moved on.
Mon 2020-11-02 12:00  >> reply from complaints_lead to handler-notice (first)
                      |  #note
                      |  With bread.
                      << letter directive-done to complaints_lead
