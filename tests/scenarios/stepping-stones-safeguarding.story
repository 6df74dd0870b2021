# Stepping Stones: a child was hit. The lead is alerted at once; the machine falls silent; unanswered, it goes on.
# clause: SS-5.1
policy stepping-stones
set require token

Mon 2021-06-07 10:00  >> mail from p@mail.example: Formal complaint
                      |  Your worker hit my son on Saturday.
                      << letter receipt to p@mail.example; never Charity Commission; never hit; says A person will read it
                      << letter safeguarding-alert to safeguarding_lead; says hit my son; says SS-5.1; says LADO; says 0300 123 1231; says Tuesday 8 June 2021; says Monday 21 June 2021; says #done
                      << letter handler-notice to ceo; says hit my son; never hit the
                      << stage stage-2; status open; tags safeguarding
                      << deadline acknowledge stage-2 2021-06-14; met
Tue 2021-06-08 10:00  >> clock
                      << letter safeguarding-alert to ceo; says nobody who was alerted has answered within 1 working day; says hit my son
                      # All that is due at once stands in one letter.
                      << letter reminder to safeguarding_lead; says Suspend; says LADO; says Children Board; says #done 1; says #done 2
Tue 2021-06-08 11:00  >> reply from safeguarding_lead to safeguarding-alert
                      |  #done 1
                      |  #done 2
                      |  He is suspended, and the LADO knows.
                      << letter directive-done to safeguarding_lead; says Suspend; says LADO
Wed 2021-06-09 10:00  >> clock
Wed 2021-06-09 12:00  >> reply from p@mail.example to receipt
                      |  When will I hear from you?
                      << letter handler-notice to ceo; says hear from you
                      << tags safeguarding
Thu 2021-06-10 09:00  >> reply from ceo to handler-notice
                      |  We will ring you today.
                      << letter relay to p@mail.example; says ring you today
