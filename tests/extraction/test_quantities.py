"""Quantities in sentences. A row's expectation reads ``text = interval unit of counted``, one for each quantity."""

import inflect
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.extraction.passages import PassageKind
from services.extraction.quantities import count_by_tree, find_quantities
from services.extraction.syntax import read_sentences
from services.extraction.times import find_expressions


def read(sentence):
    return find_quantities(sentence, 0, [(e.start, e.end) for e in find_expressions(sentence)])


def shown(quantity):
    """``More than 20 = >20 of countries``; ``~`` stands for approximate, ``..`` between the ends of a range."""
    low, high = (None if bound is None else figure(bound) for bound in (quantity.lower, quantity.upper))
    if low == high:
        interval = low
    elif high is None:
        interval = f"{'>' if quantity.lower_open else '>='}{low}"
    elif low is None:
        interval = f"{'<' if quantity.upper_open else '<='}{high}"
    else:
        interval = f"{low}..{high}"
    parts = (f"{'~' * quantity.approximate}{interval}", quantity.unit, quantity.counted and f"of {quantity.counted}")
    return f"{quantity.text} = {' '.join(filter(None, parts))}"


def figure(value):
    return f"{value:,.6f}".rstrip("0").rstrip(".")


QUANTITIES = [
    ("More than 20 countries attended.", "More than 20 = >20 of countries"),
    ("The UN says over 9 million Ukrainians remain displaced.", "over 9 million = >9,000,000 of Ukrainians"),
    ("He fired some two dozen artillery shells.", "some two dozen = ~24 of artillery shells"),
    ("At least 12 people were killed.", "At least 12 = >=12 of people"),
    ("It will hire up to 90 technicians.", "up to 90 = <=90 of technicians"),
    ("Between 3 and 5 soldiers fled.", "Between 3 and 5 = 3..5 of soldiers"),
    ("Some 3-5 soldiers fled.", "Some 3-5 = ~3..5 of soldiers"),
    ("From 12 to 15 people live there.", "From 12 to 15 = 12..15 of people"),
    ("Twenty-one men died.", "Twenty-one = 21 of men"),
    ("She bought a dozen eggs.", "a dozen = ~12 of eggs"),
    ("Half a million people marched.", "Half a million = 500,000 of people"),
    ("A hundred and twenty people marched.", "A hundred and twenty = 120 of people"),
    ("The bank gave a $150m loan.", "$150m = 150,000,000 USD of loan"),
    ("It raised €1.2bn.", "€1.2bn = 1,200,000,000 EUR"),
    ("It won 3.5 per cent of voters.", "3.5 per cent = 3.5 percent of voters"),
    ("It holds a 20% stake.", "20% = 20 percent of stake"),
    ("It lies 25 km north of the town.", "25 km = 25 km"),
    ("Russia sent 120,000 troops.", "120,000 = 120,000 of troops"),
    ("Twelve were killed.", "Twelve = 12 of killed"),
    ("The death toll rose to 12.", "12 = 12 of death toll"),
    ("The death toll has risen to 1,204.", "1,204 = 1,204 of death toll"),
    ("Inflation rose to 3.5 percent in March.", "3.5 percent = 3.5 percent of Inflation"),
    ("He met 29 world leaders.", "29 = 29 of world leaders"),
    ("Unit 4 has a rated output of 35 MW.", "35 MW = 35 MW of output"),
    ("The cost came to USD 121 million.", "USD 121 million = 121,000,000 USD of cost"),
    ("It lost 212 million naira.", "212 million naira = 212,000,000 NGN"),
    ("It lost Rs 1.1 crore.", "Rs 1.1 crore = 11,000,000 rupee"),
    ("It lost ten lakh rupees.", "ten lakh rupees = 1,000,000 rupee"),
    ("The court awarded 410 million Kenyan shillings.", "410 million Kenyan shillings = 410,000,000 KES"),
    ("It paid HK$19.6 billion.", "HK$19.6 billion = 19,600,000,000 HKD"),
    ("The fare is NT$34,000.", "NT$34,000 = 34,000 TWD of fare"),
    ("It costs 60 billion crowns.", "60 billion crowns = 60,000,000,000 crown"),
    ("A fifth of the shares were sold.", "A fifth = ~20 percent of shares"),
    ("Two-thirds of the bill was met.", "Two-thirds = ~66.67 percent of bill"),
    ("Half of the voters stayed away.", "Half = ~50 percent of voters"),
    ("Nine in ten islanders voted.", "Nine in ten = ~90 percent of islanders"),
    ("One person was hurt.", "One = 1 of person"),
    ("Thieves took one painting.", "one = 1 of painting"),
    ("One trying to flee was hurt.", ""),
    ("They agreed a 30-day ceasefire.", "30-day = 30 day of ceasefire"),
    ("A 34-year-old man was held.", "34-year-old = 34 year of age"),
    ("Mayu Torii, 26, is a student.", "26 = 26 year of age"),
    ("The pilot, aged 45, survived.", "45 = 45 year of age"),
    ("NATO agreed to add 3,200 troops.", "3,200 = 3,200 of troops"),
    ("The train was doing 96 km per hour.", "96 km per hour = 96 km/h"),
    ("The train was doing 128 km/h.", "128 km/h = 128 km/h"),
    ("Tens of thousands of people fled.", "Tens of thousands = ~>=20,000 of people"),
    ("Dozens of villagers fled.", "Dozens = ~>=24 of villagers"),
    ("It is worth nearly $150 million.", "nearly $150 million = ~150,000,000 USD"),
    ("It is worth $3-5 million.", "$3-5 million = 3,000,000..5,000,000 USD"),
    ("It is worth between $3m and $5m.", "between $3m and $5m = 3,000,000..5,000,000 USD"),
    ("It is worth between two and three million euros.", "between two and three million euros = 2,000,000..3,000,000 EUR"),
    ("It sold at 1,750 to 1,780 dlrs.", "1,750 to 1,780 dlrs = 1,750..1,780 USD"),
    ("The rate fell by 0.25 percentage points.", "0.25 percentage points = 0.25 percentage point of rate"),
    ("Seven more bodies were found.", "Seven = 7 of bodies"),
    ("No fewer than 30 came.", "No fewer than 30 = >=30"),
    ("He paid forty thousand euros.", "forty thousand euros = 40,000 EUR"),
    ("It was a temperature of -5 degrees.", "-5 degrees = -5 degree of temperature"),
    ("Four of them died.", "Four = 4"),
    ("They moved 4,310 tonnes of rice.", "4,310 tonnes = 4,310 tonne of rice"),
    ("He is 45 years old.", "45 years old = 45 year of age"),
    ("The focus lay at a depth of 18 km.", "18 km = 18 km of depth"),
    ("It drew a crowd of 5,000.", "5,000 = 5,000 of crowd"),
    ("The 47-seat chamber met.", "47 = 47 of seat"),
    ("She beat him by 412 votes.", "412 = 412 of votes"),
    ("More than 400 homes burnt.", "More than 400 = >400 of homes"),
    ("About 400 households must move.", "About 400 = ~400 of households"),
    ("An estimated 4,000 homes burnt.", "An estimated 4,000 = ~4,000 of homes"),
    ("Fewer than 50 staff remain.", "Fewer than 50 = <50 of staff"),
    ("No more than ten may enter.", "No more than ten = <=10"),
    ("It covers 12 square kilometres.", "12 square kilometres = 12 km²"),
    ("It rained for three hours.", "three hours = 3 hour"),
    ("Turnout was 88 percent.", "88 percent = 88 percent of Turnout"),
    ("It sells at $6.50 a barrel.", "$6.50 = 6.5 USD"),
    # numbers in words
    ("It cost two million one hundred thousand dollars.", "two million one hundred thousand dollars = 2,100,000 USD"),
    ("The wreck lies 15 and a half miles offshore.", "15 and a half miles = 15.5 mile"),
    ("They dug two and a half metres down.", "two and a half metres = 2.5 m"),
    ("He was jailed for a year and a half.", "a year and a half = 1.5 year"),
    ("The hearing lasted a day and a half.", "a day and a half = 1.5 day"),
    ("It took half an hour.", "half an hour = 0.5 hour"),
    ("It took an hour.", "an hour = 1 hour"),
    ("It is half a mile away.", "half a mile = 0.5 mile"),
    ("A quarter of a million people fled.", "A quarter of a million = 250,000 of people"),
    ("It lost three-quarters of a million dollars.", "three-quarters of a million dollars = 750,000 USD"),
    ("One and a half million people fled.", "One and a half million = 1,500,000 of people"),
    ("A million and a half people fled.", "A million and a half = 1,500,000 of people"),
    ("Her opponent is three hundred and six metres long.", "three hundred and six metres = 306 m of opponent"),
    ("Ninety-nine thousand nine hundred and ninety-nine voted.", "Ninety-nine thousand nine hundred and ninety-nine = 99,999 of voted"),
    ("Cruise calls landed nearly two thousand visitors.", "nearly two thousand = ~2,000 of visitors"),
    ("We were thirteen hundred men.", "thirteen hundred = 1,300 of men"),
    ("Some 1½ tonnes leaked.", "Some 1½ tonnes = ~1.5 tonne"),
    ("A score of boats sank.", "A score = ~20 of boats"),
    ("A couple of days passed.", "A couple of days = ~2 day"),
    ("Several hundred families left.", "Several hundred = ~200..1,000 of families"),
    ("A few dozen boats sank.", "A few dozen = ~24..120 of boats"),
    ("A couple of hundred boats sank.", "A couple of hundred = ~200 of boats"),
    ("Scores of villagers fled.", "Scores = ~>=40 of villagers"),
    ("Thousands of homes burnt.", "Thousands = ~>=2,000 of homes"),
    ("It is worth hundreds of millions of dollars.", "hundreds of millions of dollars = ~>=200,000,000 USD"),
    ("It lost billions of euros.", "billions of euros = ~>=2,000,000,000 EUR"),
    ("About 13 lakh voters turned out.", "About 13 lakh = ~1,300,000 of voters"),
    ("It seized 12,34,567 ballots.", "12,34,567 = 1,234,567 of ballots"),
    ("Three dozen goats drowned.", "Three dozen = ~36 of goats"),
    ("Half a dozen goats drowned.", "Half a dozen = ~6 of goats"),
    # bounds
    ("There were well over four thousand of us.", "well over four thousand = >4,000"),
    ("The pylon is a little over 40 metres high.", "a little over 40 metres = ~>40 m of pylon"),
    ("It employs just over 240 staff.", "just over 240 = ~240 of staff"),
    ("It employs just under 240 staff.", "just under 240 = ~240 of staff"),
    ("Slightly more than 60 boats sailed.", "Slightly more than 60 = ~60 of boats"),
    ("It drew in excess of 5,000 visitors.", "in excess of 5,000 = >5,000 of visitors"),
    ("Sales exceeded 3 million units.", "exceeded 3 million = >3,000,000 of units"),
    ("The toll rose from 12 to 15.", "12 = 12 of toll; 15 = 15"),
    ("An aftershock of magnitude 4.9 rattled the area.", "4.9 = 4.9 of magnitude"),
    ("4. Close the gate.", ""),
    ("The toll surpassed 400.", "surpassed 400 = >400 of toll"),
    ("Anything under 18 degrees is too cold.", "under 18 degrees = <18 degree"),
    ("As many as 70 villagers drowned.", "As many as 70 = <=70 of villagers"),
    ("Not less than 30 cattle died.", "Not less than 30 = >=30 of cattle"),
    ("It holds a maximum of 150 people.", "a maximum of 150 = <=150 of people"),
    ("Entrants need a minimum of 40 points.", "a minimum of 40 = >=40 of points"),
    ("It must stay within 20 km of the coast.", "within 20 km = <=20 km"),
    ("Close to 300 boats sailed.", "Close to 300 = ~300 of boats"),
    ("Roughly 18,000 barrels of diesel were lost.", "Roughly 18,000 barrels = ~18,000 barrel of diesel"),
    ("Some 20-odd boats sailed.", "Some 20-odd = ~20 of boats"),
    ("The hall seats 400-plus people.", "400-plus = >=400 of people"),
    ("Fines of 500 euros or more are rare.", "500 euros or more = >=500 EUR of Fines"),
    ("It takes 12 minutes or less.", "12 minutes or less = <=12 minute"),
    ("It took 40 minutes or so.", "40 minutes or so = ~40 minute"),
    ("It takes ten or more guards.", "ten or more = >=10 of guards"),
    ("Boats of 20 metres and over must register.", "20 metres and over = >=20 m of Boats"),
    ("At the very least 50 homes burnt.", "At the very least 50 = >=50 of homes"),
    ("The landslide killed 12 and more than 30 were dug out.", "12 = 12; more than 30 = >30"),
    ("It fined him 500 euros and over 20 drivers.", "500 euros = 500 EUR; over 20 = >20 of drivers"),
    ("It took in six and up to nine are awaited.", "six = 6; up to nine = <=9 of awaited"),
    ("Six were shot, at least two fatally.", "Six = 6; at least two = >=2"),
    ("It hit 40 at least 12 times.", "40 = 40; at least 12 = >=12 of times"),
    # ranges
    ("It will cost 3 to 5 per cent more.", "3 to 5 per cent = 3..5 percent"),
    ("Growth ran from 3 to 5 per cent.", "from 3 to 5 per cent = 3..5 percent of Growth"),
    ("It needs $1.2-1.5bn.", "$1.2-1.5bn = 1,200,000,000..1,500,000,000 USD"),
    ("It needs €2m to €3m.", "€2m to €3m = 2,000,000..3,000,000 EUR"),
    ("She wanted a term of 14 to 15 years.", "14 to 15 years = 14..15 year of term"),
    ("Winds of 80–95 km/h are forecast.", "80–95 km/h = 80..95 km/h of Winds"),
    ("Two or three boats sank.", "Two or three = ~2..3 of boats"),
    ("It carries between 40 and 50 tonnes of rice.", "between 40 and 50 tonnes = 40..50 tonne of rice"),
    ("A crowd of 5,000-6,000 gathered.", "5,000-6,000 = 5,000..6,000 of crowd"),
    ("The catch fell in 2023 to 45 million tonnes.", "45 million tonnes = 45,000,000 tonne"),
    ("The bounty soared from 12 to 45 crowns.", "12 = 12 crown; 45 crowns = 45 crown"),
    ("A law that raises the driving age from 16 to 18 passed.", "16 = 16; 18 = 18 of passed"),
    ("The orchestra expanded from 61 to 74 players.", "61 = 61; 74 = 74 of players"),
    ("Cocoa surged from $70 to $90.", "$70 = 70 USD; $90 = 90 USD"),
    ("The duty doubles from 3% to 6%.", "doubles = ~2 times of duty; 3% = 3 percent; 6% = 6 percent"),
    ("It moved the levy from 4.25 to 4.5 percent.", "4.25 = 4.25 percent; 4.5 percent = 4.5 percent"),
    ("The herd rose from 2 to 3 million.", "2 = 2,000,000 of herd; 3 million = 3,000,000"),
    ("The herd shrank from 5 to 3 million.", "5 = 5,000,000 of herd; 3 million = 3,000,000"),
    ("The herd rose from 900 to 1.2 million.", "900 = 900 of herd; 1.2 million = 1,200,000"),
    ("The ferry raised prices from 40 to 60 euros.", "40 = 40 EUR; 60 euros = 60 EUR"),
    ("Fares range in price from 40 to 60 euros.", "from 40 to 60 euros = 40..60 EUR"),
    ("The trial takes from 12 to 15 days.", "from 12 to 15 days = 12..15 day of trial"),
    # shares, percent, change
    ("One in six Belgians smokes.", "One in six = ~16.67 percent of Belgians"),
    ("Three out of four rivers are polluted.", "Three out of four = ~75 percent of rivers"),
    ("The army lost nine in 24 hours.", "nine = 9 of army; 24 hours = 24 hour"),
    ("It was three in ten days.", "three = 3; ten days = 10 day"),
    ("She has six in ten games.", "six = 6; ten = 10 of games"),
    ("They freed eight in 14 hamlets.", "eight = 8; 14 = 14 of hamlets"),
    ("Two in every 15 islanders smoke.", "Two in every 15 = ~13.33 percent of islanders"),
    ("Twelve out of 16 islanders smoke.", "Twelve out of 16 = ~75 percent of islanders"),
    ("More than half of the fleet is idle.", "More than half = ~>50 percent of fleet"),
    ("Tanzania, as owner of a quarter of the plant, will borrow.", "a quarter = ~25 percent of plant"),
    ("It supplies about a fifth of the country's electricity.", "about a fifth = ~20 percent of country's electricity"),
    ("Half the cabinet resigned.", "Half = ~50 percent of cabinet"),
    ("A two-thirds majority is needed.", "two-thirds = ~66.67 percent of majority"),
    ("The rate went up by half a percentage point.", "half a percentage point = 0.5 percentage point of rate"),
    ("The benchmark rate was cut to 4.25%.", "4.25% = 4.25 percent of benchmark rate"),
    ("It cut rates by 25 basis points.", "25 basis points = 25 basis point"),
    ("Support fell two points.", "two = 2 of points"),
    ("Coverage was 49 pct.", "49 pct = 49 percent of Coverage"),
    ("Exports doubled.", "doubled = ~2 times of Exports"),
    ("He was jailed for a double murder.", ""),
    ("She won the women's doubles.", ""),
    ("It ended in a doubling of the toll.", "doubling = ~2 times"),
    ("The toll may double.", "double = ~2 times of toll"),
    ("The firm halved its debt.", "halved = ~0.5 times of debt"),
    ("Prices have tripled since.", "tripled = ~3 times of Prices"),
    ("Output more than doubled.", "more than doubled = ~>2 times of Output"),
    ("Cases rose fivefold.", "fivefold = ~5 times of Cases"),
    ("It is three times as large.", "three times = ~3 times"),
    ("It sold twice as many cars.", "twice = ~2 times of cars"),
    ("The judges stopped the contest twice.", "twice = 2 of times"),
    ("He was arrested three times.", "three = 3 of times"),
    # money
    ("Sur earned roughly $36 million.", "roughly $36 million = ~36,000,000 USD"),
    ("Copper traded at about 5.10 dollars.", "about 5.10 dollars = ~5.1 USD of Copper"),
    ("The board proposed a dividend of 120 pesos.", "120 pesos = 120 peso of dividend"),
    ("Their pay was 430 afghanis.", "430 afghanis = 430 AFN of pay"),
    ("It paid 20 US dollars.", "20 US dollars = 20 USD"),
    ("It raised £2.5m for the hospice.", "£2.5m = 2,500,000 GBP"),
    ("It raised CHF 20m.", "CHF 20m = 20,000,000 CHF"),
    ("It raised A$20 million.", "A$20 million = 20,000,000 AUD"),
    ("Half a billion dollars went missing.", "Half a billion dollars = 500,000,000 USD"),
    ("It raised about ¥3 trillion.", "about ¥3 trillion = ~3,000,000,000,000 JPY"),
    ("The loan is in tranches of 3bn riyals.", "3bn riyals = 3,000,000,000 riyal of tranches"),
    ("She won a million-dollar prize.", "a million-dollar = 1,000,000 USD of prize"),
    ("It is a multimillion-dollar deal.", ""),
    # measures
    ("It covers 40 sq km.", "40 sq km = 40 km²"),
    ("A fire burnt 300 acres of forest.", "300 acres = 300 acre of forest"),
    ("It pumps 190 million litres of water.", "190 million litres = 190,000,000 litre of water"),
    ("It holds 3 million cubic metres of gas.", "3 million cubic metres = 3,000,000 m³ of gas"),
    ("The lake stands at 239.9 feet.", "239.9 feet = 239.9 foot of lake"),
    ("He is 6ft tall.", "6ft = 6 foot"),
    ("It weighs 12 kilos.", "12 kilos = 12 kg"),
    ("It burns 250 MWh.", "250 MWh = 250 MWh"),
    ("The plant makes 1.2 gigawatts.", "1.2 gigawatts = 1.2 GW"),
    ("It hit 41.3C.", "41.3C = 41.3 °C"),
    ("It hit 30 degrees Celsius.", "30 degrees Celsius = 30 °C"),
    ("Gusts hit 70 miles per hour.", "70 miles per hour = 70 mph of Gusts"),
    ("Gusts hit 70 miles an hour.", "70 miles an hour = 70 mph of Gusts"),
    ("It sailed 12 nautical miles.", "12 nautical miles = 12 nautical mile"),
    ("The dive took 90 seconds.", "90 seconds = 90 second of dive"),
    ("It used 60 days of supplies.", "60 days = 60 day of supplies"),
    ("For nine days there was no signal.", "nine days = 9 day"),
    ("He led it for six years.", "six years = 6 year"),
    ("It came eleven weeks after the vote.", "eleven weeks = 11 week"),
    ("Of the eleven contested, four won seats.", "eleven = 11 of contested; four = 4 of won seats"),
    ("It cost 50,000 won.", "50,000 won = 50,000 KRW"),
    ("It cost 1.2 trillion won.", "1.2 trillion won = 1,200,000,000,000 KRW"),
    ("They dropped a 2,000-pound bomb.", "2,000-pound = 2,000 lb of bomb"),
    ("It cost thousands of pounds of savings.", "thousands of pounds = ~>=2,000 GBP of savings"),
    ("Guards found 50 pounds of hashish.", "50 pounds = 50 lb of hashish"),
    ("It agreed a 60-million-pound loan.", "60-million-pound = 60,000,000 GBP of loan"),
    ("It cost 50 pounds.", "50 pounds = 50 GBP"),
    ("She got 495 marks.", "495 = 495 of marks"),
    ("He scored two second-half tries.", "two = 2 of second-half tries"),
    ("It held three hour-long hearings.", "three = 3 of hour-long hearings"),
    ("It held a three-hour-long hearing.", "three-hour = 3 hour"),
    # metres or millions
    ("She won the 5,000m.", "5,000m = 5,000 m"),
    ("It sank to a depth of 150m.", "150m = 150 m of depth"),
    ("It has 150m users.", "150m = 150,000,000 of users"),
    ("The tower is 90m tall.", "90m = 90 m of tower"),
    ("It sold 3.2m cars.", "3.2m = 3,200,000 of cars"),
    ("A 400m hurdles final followed.", "400m = 400 m of hurdles"),
    ("It cost 20m euros.", "20m euros = 20,000,000 EUR"),
    ("It paid $12,000m.", "$12,000m = 12,000,000,000 USD"),
    ("The number of subscribers reached 150m, it said.", "150m = 150,000,000 of number"),
    ("The herd grew from 2.3m to 2.5m.", "2.3m = 2,300,000 of herd; 2.5m = 2,500,000"),
    ("Nearly 1.4m, or a third of the islanders, fled.", "Nearly 1.4m = ~1,400,000; a third = ~33.33 percent of islanders"),
    ("He lost the men's 400m.", "400m = 400 m"),
    ("They swam 800m.", "800m = 800 m"),
    ("A 90m-high chimney fell.", "90m = 90 m"),
    # zero, one, two
    ("There were no casualties.", "no = 0 of casualties"),
    ("No ships passed on the day.", "No = 0 of ships"),
    ("None of the passengers was hurt.", "None = 0 of passengers"),
    ("Zero deaths were reported.", "Zero = 0 of deaths"),
    ("Not a single vote was cast.", "Not a single = 0 of vote"),
    ("A single shot was fired.", "A single = 1 of shot"),
    ("Both countries signed.", "Both = 2 of countries"),
    ("Both of the pilots survived.", "Both = 2 of pilots"),
    ("Investigators from both countries met.", "both = 2 of countries"),
    ("A pair of gloves was found.", "A pair = 2 of gloves"),
    ("Neither pilot survived.", "Neither = 0 of pilot"),
    ("Two pairs of shoes were found.", "Two pairs = 4 of shoes"),
    # ordinals
    ("It was the 58th member.", "58th = 58 ordinal of member"),
    ("He lives on the 3rd floor.", "3rd = 3 ordinal of floor"),
    ("Spain finished second.", "second = 2 ordinal"),
    ("It is the country's twenty-first president.", "twenty-first = 21 ordinal of president"),
    ("It was his third arrest.", "third = 3 ordinal of arrest"),
    ("She came in 4th.", "4th = 4 ordinal"),
    ("The first ship sailed.", "first = 1 ordinal of ship"),
    ("The second ship sailed.", "second = 2 ordinal of ship"),
    ("She was elected for a second term.", "second = 2 ordinal of term"),
    ("The ferry was late for a second day.", "second = 2 ordinal of day"),
    # scores and votes
    ("They won 3-1.", "3 = 3 score; 1 = 1 score"),
    ("They drew 0-0 with Lugano.", "0 = 0 score; 0 = 0 score"),
    ("The Toras ended with a 9-0 defeat of La Vega.", "9 = 9 score; 0 = 0 score"),
    ("They lost 0-2 at home.", "0 = 0 score; 2 = 2 score"),
    ("Workers voted 412 to 137 for a strike.", "412 = 412 of votes; 137 = 137 of votes"),
    ("The motion passed by 312 votes to 201.", "312 = 312 of votes; 201 = 201 of votes"),
    ("The senate passed it 52 to 48.", "52 = 52 of votes; 48 = 48 of votes"),
    ("By two to one the judges held it void.", "two = 2 of votes; one = 1 of votes"),
    ("The bill passed 52-48.", "52 = 52 of votes; 48 = 48 of votes"),
    # ages
    ("A woman aged 34 was held.", "34 = 34 year of age"),
    ("Three boys aged between 12 and 15 drowned.", "Three = 3 of boys; between 12 and 15 = 12..15 year of age"),
    ("The 19-year-old was held.", "19-year-old = 19 year of age"),
    ("A girl of six years old drowned.", "six years old = 6 year of age"),
    ("A two-month-old baby survived.", "two-month-old = 2 month of age"),
    ("He died at the age of 81.", "81 = 81 year of age"),
    ("Islanders aged 65 and over ride free.", "65 and over = >=65 year of age"),
    ("Islanders aged 65 or older ride free.", "65 or older = >=65 year of age"),
    ("Pupils aged eight and under ride free.", "eight and under = <=8 year of age"),
    ("A woman aged 65 and over 20 pupils drowned.", "65 = 65 year of age; over 20 = >20 of pupils"),
    ("A man in his 40s was held.", "40s = ~40..49 year of age"),
    # several in one sentence
    ("12 of the 47 seats", "12 = 12 of seats; 47 = 47 of seats"),
    ("two boys and three girls", "two = 2 of boys; three = 3 of girls"),
    ("dozens dead and hundreds injured", "dozens = ~>=24 of dead; hundreds = ~>=200 of injured"),
    ("HK$19.6 billion and NT$34,000", "HK$19.6 billion = 19,600,000,000 HKD; NT$34,000 = 34,000 TWD"),
    ("six of the eleven lorries", "six = 6 of lorries; eleven = 11 of lorries"),
    ("5 million people in 3 cities", "5 million = 5,000,000 of people; 3 = 3 of cities"),
    ("In all there were 31 confirmed cases and 14 deaths.", "31 = 31 of confirmed cases; 14 = 14 of deaths"),
    ("The union put turnout at 80 percent, the ministry at 31 percent.", "80 percent = 80 percent of turnout; 31 percent = 31 percent"),
    ("It won nineteen, two fewer than before.", "nineteen = 19; two = 2"),
    ("Turnout fell to 41% from 58%.", "41% = 41 percent of Turnout; 58% = 58 percent"),
    # none of these is a quantity
    ("In 2025 the 2024 elections were held.", ""),
    ("Namma 12 sailed.", ""),
    ("Route 66 and Boeing 737 and Article 5 are names.", ""),
    ("He was born on 7 July 1988.", ""),
    ("It struck at 4:52 a.m. on Sunday.", ""),
    ("One of the men fled.", ""),
    ("No one was hurt.", ""),
    ("See page 12.", ""),
    ("The F-16 and Covid-19 are names.", ""),
    ("It happened three years ago.", ""),
    ("Call 555-0172 or +254 20 271 5555.", ""),
    ("Section 4.2 of the act applies.", ""),
    ("One must not guess.", ""),
    ("They hate one another.", ""),
    ("The G7 and the G20 met.", ""),
    ("He flew an A380 and a MiG-29.", ""),
    ("At first nobody came.", ""),
    ("First, the port must open.", ""),
    ("Both Kenya and Uganda signed.", ""),
    ("No doubt it will rain, no matter what.", ""),
    ("It is no longer open.", ""),
    ("For the first time since 2019 it rained.", "first = 1 ordinal of time"),
    ("A single mother was fined.", "A single = 1 of mother"),
    ("It is open 24/7.", ""),
    ("He seconded the motion.", ""),
    ("Wait a second.", ""),
    ("ENTEBBE, Feb 3 - Talks closed.", ""),
    ("MARCH 3 - The port is shut.", ""),
    ("Version 2.0 of iOS 17 is out.", ""),
    ("The M25 and Highway 61 are shut.", ""),
    ("Flight MH370 vanished.", ""),
    ("The 9/11 attacks were recalled.", ""),
    ("Chapter two is short.", ""),
    ("Visit https://example.com/2026/04/16.", ""),
    ("Postcode SW1A 1AA is his.", ""),
    ("That one is broken and this one is not.", ""),
    ("He was the one who fled.", ""),
    ("A third man was held.", "third = 3 ordinal of man"),
    ("Day one went well.", ""),
    ("Apollo 11 landed.", ""),
    ("No 10 declined to comment.", ""),
    ("Claim 3: the commissioner is a doctor.", ""),
    ("On the one hand it is cheap.", ""),
    ("Psalm 23 and Psalm 121 were read.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), QUANTITIES)
def test_reads_the_quantities_of_a_sentence(sentence, expected):
    assert "; ".join(map(shown, read(sentence))) == expected


# What the parse tells better than the text alone: sentence, (text, counted, lemma of its head) of each quantity.
TREES = [
    ("Of 300 boats 212 sank.", [("300", "boats", "boat"), ("212", "boats", "boat")]),
    ("She put the toll at 31.", [("31", "toll", "toll")]),
    ("Police put the number of injured at 31.", [("31", "injured", "injure")]),
    ("The death toll rose from 12 to 15.", [("12", "death toll", "toll"), ("15", "death toll", "toll")]),
    ("Deaths: 12.", [("12", "Deaths", "death")]),
    ("The last one drew 610,000 people.", [("610,000", "people", "people")]),
    ("A sixty-bed cholera ward opened.", [("sixty", "bed", "bed")]),
    ("Two more helicopters may fly.", [("Two", "helicopters", "helicopter")]),
    ("It received 35 of its nationals.", [("35", "nationals", "national")]),
    ("The three dead, all of them employees, were buried.", [("three", "dead", "dead")]),
    ("Four of them died.", [("Four", None, None)]),
    ("It leaked 190 million litres of water.", [("190 million litres", "water", "water")]),
    ("The bank gave a $150m loan.", [("$150m", "loan", "loan")]),
    ("Annual inflation rose to 3.5 percent in March.", [("3.5 percent", "Annual inflation", "inflation")]),
    ("The train stopped 80 kilometres down the road.", [("80 kilometres", None, None)]),
    ("For nine days there was no signal.", [("nine days", None, None)]),
    ("Nineteen badly hurt survivors arrived.", [("Nineteen", "badly hurt survivors", "survivor")]),
    ("Dozens of villagers fled.", [("Dozens", "villagers", "villager")]),
    ("Both countries signed.", [("Both", "countries", "country")]),
    ("It was the company's first successful landing.", [("first", "successful landing", "landing")]),
    ("There were no further injuries.", [("no", "injuries", "injury")]),
    ("Eight of the world's fourteen highest mountains are here.", [("Eight", "highest mountains", "mountain"), ("fourteen", "highest mountains", "mountain")]),
    ("Final turnout in the election was 44.7%.", [("44.7%", "Final turnout", "turnout")]),
    ("The board kept its benchmark rate at 4.5%.", [("4.5%", "benchmark rate", "rate")]),
    ("An advance party of 340 Kenyan soldiers landed.", [("340", "Kenyan soldiers", "soldier")]),
    ("Core inflation, which leaves out food, was 3.4%.", [("3.4%", "Core inflation", "inflation")]),
    ("It owns 63 percent of the new group.", [("63 percent", "group", "group")]),
    ("He stayed within an hour of the port.", [("within an hour", None, None)]),
    ("Suspected cases in the port stood at 1,214.", [("1,214", "Suspected cases", "case")]),
    ("The strikers are 31 employees and two cooks.", [("31", "employees", "employee"), ("two", "cooks", "cook")]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), TREES)
def test_the_parse_tells_what_is_counted(nlp, sentence, expected):
    [parsed] = read_sentences(nlp(sentence), 0, 0, PassageKind.PROSE)
    found = count_by_tree(read(sentence), parsed.words)
    assert [(quantity.text, quantity.counted, quantity.counted_head) for quantity in found] == expected


# What "over" means: more than so many, or a preposition.
OVER = [
    ("He was fined over two brawls.", "two = 2 of brawls"),
    ("A dispute over nine wells has simmered.", "nine = 9 of wells"),
    ("It built 12 wells over three years.", "12 = 12 of wells; three years = 3 year"),
    ("He was held over dozens of brawls.", "dozens = ~>=24 of brawls"),
    ("The flood drowned over 900 goats.", "over 900 = >900 of goats"),
    ("He was jailed for over four years.", "over four years = >4 year"),
    ("The dollar fell and rose to over 150 yen.", "over 150 yen = >150 JPY"),
]


@pytest.mark.parametrize(("sentence", "expected"), OVER)
def test_the_parse_tells_over_from_more_than(nlp, sentence, expected):
    [parsed] = read_sentences(nlp(sentence), 0, 0, PassageKind.PROSE)
    found = count_by_tree(read(sentence), parsed.words)
    assert "; ".join(map(shown, found)) == expected
    assert [sentence[quantity.start : quantity.end] for quantity in found] == [quantity.text for quantity in found]


def test_each_row_is_another_sentence():
    assert len({sentence for sentence, _ in QUANTITIES}) == len(QUANTITIES) >= 150


ENGLISH = inflect.engine()


def spelled(number):
    return ENGLISH.number_to_words(number).replace(",", "")


@given(st.integers(min_value=2, max_value=10**12))
def test_number_words_read_as_the_number(number):
    [quantity] = read(f"It counted {spelled(number)} votes.")
    assert (quantity.lower, quantity.upper, quantity.counted) == (number, number, "votes")


@given(st.integers(min_value=1, max_value=10**4))
def test_ordinals_in_words_and_in_digits_agree(number):
    words, digits = (read(f"It was the {ENGLISH.ordinal(form)} vote.") for form in (spelled(number), number))
    assert [(q.lower, q.unit) for q in words] == [(q.lower, q.unit) for q in digits] == [(number, "ordinal")]


@given(st.integers(min_value=2100, max_value=10**12))
def test_digits_with_and_without_separators_agree(number):
    plain, separated = read(f"It counted {number} votes."), read(f"It counted {number:,} votes.")
    assert [q.lower for q in plain] == [q.lower for q in separated] == [number]


@given(st.integers(min_value=1, max_value=999), st.integers(min_value=1, max_value=999))
def test_a_range_has_both_ends_in_order(a, b):
    low, high = min(a, b), max(a, b) + 1
    for wording in ("between {} and {} votes", "from {} to {} votes", "{} to {} votes", "{}-{} votes"):
        [quantity] = read(f"It took {wording.format(low, high)} of the house.")
        assert (quantity.lower, quantity.upper) == (low, high)


@given(st.integers(min_value=1, max_value=10**6))
def test_every_bound_holds_the_number_or_ends_at_it(number):
    exact, over, under, least, most, about = (
        read(f"It took {wording} {number:,} votes of the house.")[0]
        for wording in ("exactly", "more than", "fewer than", "at least", "at most", "about")
    )
    assert exact.lower == exact.upper == about.lower == about.upper == number
    assert over.lower == least.lower == under.upper == most.upper == number
    assert over.upper is least.upper is under.lower is most.lower is None
    assert (over.lower_open, least.lower_open) == (under.upper_open, most.upper_open) == (True, False)
    assert (about.approximate, exact.approximate) == (True, False)


@given(st.text(max_size=300))
def test_any_text_gives_quotes_of_itself(text):
    for quantity in read(text):
        assert text[quantity.start : quantity.end] == quantity.text
