package resolve

import "strings"

// givenNames are frequent given names, in normal form, that one gender bears
// almost always.
var givenNames = func() map[string]gender {
	names := make(map[string]gender, 2000)
	for _, n := range strings.Fields(maleNames) {
		names[n] = male
	}
	for _, n := range strings.Fields(femaleNames) {
		names[n] = female
	}
	return names
}()

const maleNames = "aaron abdel abdelaziz abdelmadjid abdul abdulla abdullah abdulrahman abu adam adel aditya adnan adrian ahmad ahmed " +
	"ahmet aidan ajay akbar akira al alain alan alastair albert alberto alec alejandro aleksandr alessandro alex " +
	"alexander alexandre alexei alexey alexis alfonso alfred alfredo ali alistair allan allen alonzo alvin amin amir " +
	"amit amos anand anatoly andre andreas andrei andres andrew andy angelo angus anil anthony antonin antonio antony " +
	"anwar archie arjen arjun arkady armando arnaud arne arnold arsene arthur arturo arun arvind asad ashok asif atul " +
	"austin axel ayman aziz babar babatunde barack barnaby barney barry bart bashar basil beau ben benedict benito " +
	"benjamin benny bernard bernie bert bilal bill billy bjorn blake bob bobby boniek boris brad bradley brayan brendan " +
	"brent brett brian brody bruce bruno bryan bryce burt byron caleb calvin carl carlo carlos caspar cedric cesar chad " +
	"chandler charles charlie chester chinua chris christian christophe christopher christos chuck clark claudio clay " +
	"clayton clemens cliff clifford clint clive cody cole colin colm connor conrad corey cormac craig cristiano curtis " +
	"cyril cyrus daisuke damian damon dan daniel danny darius darrell darren darryl dave david dawood declan deepak " +
	"denis dennis denzel derek des desmond dev dexter diarmuid dick didier diego dieter dimitri dinesh dirk dmitry " +
	"domingo dominic dominik don donald donnie donovan doug dougie douglas drake dudley duncan dustin dwayne dwight " +
	"eamon eamonn earl ebrahim ed eddie edgar edmund edouard eduardo edward edwin elias elijah elliott ellis elmer elon " +
	"elton elvis emil emilio emmanuel emmerson emre enda enrique enzo erdogan eric erick erik ernest ernesto ernie errol " +
	"esteban ethan eugene evan everett evgeny ewan ezra fabien fabio fabrice fahad faisal farid farouk fathi fawad " +
	"felipe felix ferdinand fergus fernando feroz fidel finn floyd francesco francis francisco franck francois frank " +
	"frans franz fraser fred freddie frederic fredrik fritz fumio gabor gabriel gael ganesh gareth garrett gary gaston " +
	"gautam gavin geert gennady geoff geoffrey georg george georges gerald gerard gerhard gerry ghassan gianni gideon " +
	"gilbert giles giorgio giovanni girish giuseppe glen glenn gonzalo goodluck gopal gordon gotabaya graeme graham greg " +
	"gregor gregory grigory guido guillaume guillermo gunnar gunther gus gustavo guus guy habib hafez hage haider hakan " +
	"hakeem hal hamad hamid hamish hamza hank hannes hans harald hari harish harold haroon harrison harry hassan hector " +
	"heiko heinrich helge helmut hemant hendrik henri henrik henry herbert herman hernan hideki hiram hiroshi hiroyuki " +
	"hisham horace horst hossein howard hubert hugh hugo humphrey hussain hussein ian ibrahim ignacio igor ilya imanol " +
	"imran inigo iqbal irfan irwin isaac isaiah ismael ismail ivan jaap jack jacob jacques jafar jagdish jaime jake " +
	"jalal jamal james jared jaroslav jarvis jason jasper javed javier jayant jeanclaude jeanluc jeanmarie jeanpaul " +
	"jeanpierre jeb jed jedediah jeff jeffrey jens jeremy jerome jerry jesper jim jimmie jimmy jiri joachim joao joaquin " +
	"jock joe joel joey johan john johnny jon jonathan jonny joost jordi jorg jorge jose josef josep joseph josh joshua " +
	"josiah juan juergen juha jukka julian julio julius junichiro jurgen justin kai kamal kanye kapil karan kareem karim " +
	"karl kaspar keanu keir keith kelvin kemal ken kenji kenneth kenny kent kenta kenyatta kermit kevin khaled khalid " +
	"kieran kieron kirill kishore klaus klemens knut kobe kofi kojo konrad konstantin kostas kris krishna kristian " +
	"kristof kumar kurt kwame kyle kylian lachlan lalit lamar lance larry lars laszlo laurence laurent lawrence lennart " +
	"lennox leo leon leonard leonid leopold leroy lewis liam lionel lleyton lloyd logan lorenzo lothar louis luc luca " +
	"lucas lucian luciano ludwig luigi luis luiz lukas luke lyndon mads magnus mahesh mahmoud majid makoto malcolm malik " +
	"manfred manish manmohan manny manoj manolo mansour manuel marat marc marcandre marcel marcelo marco marcos marcus " +
	"mariano mario marius mark markus marlon marshall martijn martin martyn marvin masahiro masayoshi mason massimo " +
	"mathew mathieu matt matteo matthew matthias maurice mauricio maurizio max maxim maximilian mehdi mehmet melvin " +
	"menzies merlin mervyn mesut micah michael michel mick mickey miguel mike mikhail miles milo milos miroslav mitch " +
	"mitt mohamad mohamed mohammad mohammed mohan moises monty moritz morris mortimer moshe moussa muhammad muhammadu " +
	"mujahid mukesh mukul murad murat musa mustafa nabil nadir naeem naftali naoki naoto napoleon narendra naresh " +
	"naruhito naser nasser nat nate nathan nathaniel naveen nawaz nayib ned neil nelson nestor newt neymar nicholas nick " +
	"nico nicolas niels nigel nikita nikolai nikolay nils nitin nitish nizar noel norbert norman olaf ole oleg oliver " +
	"olivier ollie olly olusegun omar omer orlando orson osama oscar oskar osman otto owen pablo paddy padraig paolo " +
	"pascal patrice patricio patrick paul paulo pavel pedro pep percy perry pete peter petr petros phil philip philippe " +
	"pierre pieter piotr piyush prakash pranab praveen qasim quentin quincy rafa rafael ragnar raheem rahul raila rainer " +
	"raj rajesh rajiv rajnath rakesh ralph ram ramesh ramon rand rashid raul ravi ray raymond recep reggie reginald " +
	"reince reinhard reinhold rene reuben rex rhys ricardo richard rick ricky rico riyad rob robbie robert roberto rod " +
	"roderick rodney rodrigo rogelio roger rohan rohit roland rolf roman romano romelu ron ronald ronaldo ronan ronnie " +
	"ronny rory ross rowan roy ruben rudolf rudolph rudy rufus rupert ruslan russell ruud ryan saad sabir sachin saddam " +
	"saeed said saleem salim salman salvador salvatore samir samuel sandeep sandro sanjay santiago satish satoshi saul " +
	"schalk scot scott seamus sean sebastian sebastien selim sergei sergey sergio seth shahbaz shahid shailendra shane " +
	"shashi shaun sheldon shigeru shimon shinji shinzo shiv sidi sidney sigmar silas silvio simon siyabonga sonny " +
	"spencer stan stanislav stanley stavros stefan stefano steffen stellan stephen steve steven stevie stewart stuart " +
	"subhash suleiman sultan sundar sunil suresh sven sylvester tadeusz takashi takeshi talal tariq taro tarun tayyip " +
	"ted teddy tendai terrence terry tetsuya thabo theo theodore thiago thierry thomas tiago tim timo timothy tinashe " +
	"tobias toby todd tom tomas tomasz tommaso tommy tony torsten toshiro travis trevor tristan troy truman tyler tyrone " +
	"tyson uday uddhav uhuru ulrich umberto urs usman uwe vaclav vadim valentin valentino valery varun vasily vernon " +
	"vicente victor vijay vikas vikram viktor vinay vince vincent vinod virat virgil vitaly vito vittorio vivek vlad " +
	"vladimir vyacheslav wade waldemar waleed walid wally walt walter warren warwick wasim wayne wenceslas werner wes " +
	"wesley wilbur wilfred wilhelm will willem william willie willy wilson winston wladyslaw wolfgang woody xabi xavier " +
	"yahya yair yanis yann yannick yasir yasser yasuo yevgeny yogi yoshihide younis youssef yoweri yukio yuli yuri yusuf " +
	"yves zach zachary zack zafar zaheer zaid zbigniew zdenek zeljko zia zinedine zoltan"

const femaleNames = "abigail ada adele adriana agnes agnieszka aida aileen aimee aisha alana alejandra alessandra alexa alexandra " +
	"alexandria alexia alice alicia alina alison allison alma althea alyssa amal amanda amber amelia amelie amina amrita " +
	"amy ana anastasia anette angela angelica angelina angie anita anja anjali anke ann anna anne anneliese annette " +
	"annie antonia aparna ariana ariane arlene asha ashlee ashley asma astrid athena audrey aungsan ava ayelet barbara " +
	"barbie barbra beatrice beatriz becky belinda benazir bernadette bernice bertha bess beth bethany betsy bettina " +
	"betty beverly bianca birgit blanche bonnie brandy brenda bridget brigitte britney britta brittany camilla candace " +
	"candice cara carina carissa carla carlie carlotta carly carmen carol carolina caroline carolyn carrie cassandra " +
	"catalina cate catherine cathy cecile cecilia celeste celia celine chantal charlene charlize charlotte cheryl " +
	"chimamanda chloe chrissy christa christie christina christine cicely cindy claire clara clarissa claudia colette " +
	"colleen condoleezza constance consuelo cora corazon cordelia corinne cristina cynthia daisy dana daniela daphne " +
	"darlene dawn debbie deborah debra deirdre delia delphine denise diana diane dilma dina dolores dominika donna dora " +
	"doreen doris dorothy dulce ebony edith eileen ekaterina elaina elaine eleanor elena elisa elisabeth elise eliza " +
	"elizabeth ella ellen ellie eloise elsa elsie elvira emilia emily emma emmanuelle enid erica erika erin ernestine " +
	"esperanza estela estelle esther eugenie eunice eva eve evelyn farah fatima fatou fatoumata faye felicity fern fiona " +
	"flora florence folasade frances francesca francoise frida frieda gabriela gail gayle geena genevieve georgina " +
	"geraldine gerda germaine gertrude ghislaine gillian gina giovanna gisele gita gladys glenda glenys gloria goldie " +
	"grace greta gretchen grete guadalupe gwen gwendolyn gwyneth hanan hanna hannah harriet hayley hazel heather hedwig " +
	"heidi helen helena helene helga henrietta hermione hester hilary hilda hillary hina hind holly ilse imelda imogen " +
	"ina indira ines inez ingeborg ingrid irene irina iris irma isabel isabella isabelle isobel ivana ivanka ivy jacinda " +
	"jackie jacqueline jacqui jade jamila jana jane janelle janet janice janine jasmine jayne jeanette jeanine jeanne " +
	"jelena jenna jennie jennifer jenny jess jessica jessie jewel jill joan joanie joann joanna joanne jocelyn jodie " +
	"johanna joice jolene joni jordana josephine josie joyce juanita judi judith judy julia juliana julianne julie " +
	"juliet juliette june justine kamala kara karen karin karina karla katarina kate katerina katharina katherina " +
	"katherine kathie kathleen kathryn kathy katie katja katrina katy kayla keira kelli kelly kellyanne kendra kerri " +
	"kimberly kirsten kirsty kitty klara kristen kristi kristin kristina kristine krystal lana lara larissa latoya laura " +
	"lauren laverne lea leah leanne leila lena leona leonora leticia letitia lidia lila lilian liliana lillian lily lina " +
	"linda lindsey lisa lisbeth liz lola loretta lori lorraine louisa louise lourdes luana lucia lucie lucille lucinda " +
	"lucy luisa lydia lynda lynette lynn lynne mabel mackenzie madeleine madonna mae magda magdalena maggie maia maisie " +
	"malala mamata mandy manuela marcella marcia margaret margarita margery margot margrethe marguerite maria mariam " +
	"marian mariana marianne maribel marie marielle marilyn marina marisa marisol marissa marjorie marlene marta martha " +
	"martina mary mathilde matilda maud maude maureen mavis maxine maya mayawati meera megan meghan megyn melanie " +
	"melinda melissa mena mercedes meredith meryl mette mia michaela michele michelle mildred milena millicent mimi " +
	"mindy minerva minnie mira miranda miriam mitzi moira molly mona monica monique muriel myra myrtle nadezhda nadia " +
	"nadine naima nana nancy nanette naomi natalia natalie natasha nathalie nell nellie ngozi nicole nicolette nikki " +
	"nimrata nina nirmala noelle noor nora norah norma octavia odette olga olive olivia olympia oona ophelia oprah " +
	"paloma pam pamela patience patricia patti patty paula paulette pauline pearl peggy penelope penny petra philippa " +
	"philomena phoebe pippa polly pooja portia pratibha priscilla priti priya priyanka queenie rabia rachel ramona " +
	"raquel rebecca rebekah regina renata renee rhoda rhonda rihanna rita roberta robyn rochelle ronda rosa rosalie " +
	"rosalind rosalyn rosamund rosanna rose roseanne rosemary rosie rowena roxanne ruby ruth sabina sabine sabrina sadie " +
	"safia saira sally salma salome samantha sandra sangeeta sania sanna sara sarah saskia scarlett selena selma serena " +
	"shania sharmila sharon sheena sheikha sheila shelley sheryl shirin shirley shreya sian sibylle sienna sigrid silvia " +
	"silvina simona simone sinead siobhan smriti sofia sonia sonja sophia sophie soraya stacey stacy steffi stella " +
	"stephanie sue sunita susan susana susanna susanne susie suzan suzanne suzi svetlana swati sybil sylvia tabitha " +
	"tamara tammy tania tanya tara tatiana teresa tess tessa thea thelma theodora theresa therese tiffany tilda tina " +
	"toni tracy trisha trudy tsaiing tulsi ulrike uma una ursula valentina valeria valerie vandana vanessa vanya velma " +
	"venus vera verena verity veronica vicki vicky victoria viola violet violeta virginia vivian vivien vivienne wanda " +
	"wendi wendy whitney whoopi wilhelmina wilma winifred winnie xenia yasmin yasmine yekaterina yoko yolanda yulia " +
	"yuliya yuriko yvonne zadie zahra zainab zara zelda zoe zoya zsa zuzana"
