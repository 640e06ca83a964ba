"""Words around digits in a conversation, in English, Spanish, French and German; accents also left out."""

from redactors import month_words

_FILLERS = """
    a ah all already and are as at ends be but by correct course end ending er erm fine finally first five following for
    four from go goes got great had has have hello here hey hi hm hmm hold i im in is it its just last let like me mine
    moment more my need next nine no now number numbers of oh ok okay on one only or our please ready remaining rest
    right s see seven six so sorry sure that thats the them then there these they this those three to too two uh um
    we well with yeah yep yes you your eight zero zeros starts begins come comes came continuing after digit digits
    up get perfect great did that followed continues read reading write writing written note noted sure repeat repeating
    rather actually scratch mistake wrong should got gotcha k kk cool fine perfectly carry keep yours mines below above
    group goes reads says think believe would be a bit thing again correct yet far meant mean typo not bad oops
    ones part bit final second third fourth wait mhm alright thanks thank double triple second sec starting where were
    y es el la los las un una uno luego despues después siguiente siguientes sigue si sí vale bueno ahora aqui aquí
    entonces numero número numeros números cifra cifras digitos dígitos ultimo último ultimos últimos primero primeros
    eh acaba seguido apunte apunto anoto anote continuación continuacion sigue sigo lo tiene tengo ya me te le sale
    perfecto con muy bien repito equivoqué equivoque corrijo digo espere espera ese esa eso esos esas esto este
    sea viene mire
    pues ver creo que pone en tengo correcto verdad quise quiero decir no
    mi son otra otros perdon perdón gracias por favor de del empieza termina
    et puis ensuite apres après c cest est le les l ce ces oui voila voilà bon alors suivant suivants suivante dernier
    qui celle se termine maintenant suivi suivis lis continue avec vous avez noté note notez ceci cela tout toute
    parfait très bien
    répète repete plutôt plutot trompe trompé désolé desole attends
    je j ai d accord abord par fini ça ca crois croit voulais voulu dire correction non
    derniers premier premiers chiffre chiffres mon ma pardon merci attendez euh commence finit enfin
    und dann danach ja nein also das sind ist die der den dem weiter nächste naechste nächsten nachste letzte letzten
    gefolgt folgt lese geht mit haben sie es sind notieren notiert notiere gut perfekt wiederhole hab noch mal falsch
    moment korrektur warten warte
    da zuerst am ende sage glaub endet auf glaube ich steht von habe richtig stimmt meinte nein
    erste ersten ziffer ziffern nummer zahlen meine mein so gut genau moment bitte danke äh ähm jetzt kommt kommen
"""
FILLERS = frozenset(_FILLERS.split())
"""A turn of digits and nothing but these dictates a number."""

_UNITS = """
    moment momento instant instante augenblick
    minute minutes min mins sec secs seconds hour hours hr hrs day days week weeks month months year years yrs
    times
    pm am oclock percent dollars dollar usd eur euro euros pounds pound gbp quid bucks cents pence cards card people
    persons person items item tickets pieces things pairs kids dogs cats rooms nights km miles mile kg lbs inches inch
    kwh kw watt volt hz ml grams gram liters litres points point pts steps
    feet cm mm mb gb metres meters st nd rd th times copies boxes bags guests orders emails calls
    minuto minutos segundo segundos hora horas dia dias día días semana semanas mes meses año años vez veces dolares
    dólares libras personas tarjetas entradas
    seconde secondes heure heures jour jours semaine semaines mois an ans fois dollars livres personnes cartes billets
    minute minuten sekunde sekunden stunde stunden tag tage tagen woche wochen monat monate monaten jahr jahre jahren
    mal uhr prozent personen karten stück stueck
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    janvier février fevrier mars avril mai juin juillet août aout septembre octobre novembre décembre
    januar februar märz maerz juni juli oktober dezember
"""
UNITS = frozenset(_UNITS.split())
"""Right beside one or two digits they count something."""

_ARTICLES = "un una une ein oh once cent mil second ne o"
ARTICLES = frozenset(_ARTICLES.split())
"""Number words that nearly always mean something else when they stand alone."""

_NEVER_ALONE = "oh o ne second cent mil"
NEVER_ALONE = frozenset(_NEVER_ALONE.split())
"""The same in a turn of digits and nothing else."""

MONTHS = frozenset(month_words.MONTHS) - {"may", "mar", "mai", "mars"}
"""Right before one or two digits they make a date; names that are other words too are left out."""
MOMENTS = UNITS - MONTHS
"""Things that are counted even there: "one moment"."""

CURRENCIES = "$€£¥%°#"
