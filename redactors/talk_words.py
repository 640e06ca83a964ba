"""What people say between the digits of a number, in English, Spanish, French and German; accents also left out."""

FILLERS = """
    a about after afterwards again ah alright also am an and another anyway anyways are at basically be bear been
    before beginning begins believe block but by bye check colon come comes coming comma confirm continue continued
    continues continuing cool correct dash dear did didn digit digits do does don done dot eh else end ended ending
    ends er erm everything exactly fifth figure figures final finally find fine first follow followed following for
    fourth from get give gives glasses go goes going good got grab great group groups guess hang have haven having
    he hear hello here hey hi hm hmm hold honestly hyphen i if im in is it its just kay know last lastly let
    listening literally ll look looking love m madam mate me mhm minus mm mmm more moving my n nd next nice now
    number numbers of off oh ok okay okey on only order other our part patience perfect period please point put rd
    re read reading reads ready remaining repeat repeating rest right s said say says sec second seconds see
    sequence series set she should sir sixth slash so space st started starting starts still stroke suppose sure t
    take thank thanks that the them then there these they thing think third this those to turn uh uhh uhm um umm us
    ve very wanna was we well were what whatever when where which will with would write yeah yep yes you your yup

    acaba acaban acabando acuerdo adelante ahora ahí ajá al algo anota anote antes apunta apunte aquí así barra bien
    bloque bueno cierto cifra cifras claro coja coma comenzamos comenzando comienza comienzan con continúa continúan
    correcto cuarta cuarto cuál dame de del deme demás después digamos dime déjame déjeme dígame dígito dígitos
    dónde eh ehm el ella ellos em empezamos empezando empieza empiezan en entonces es esa ese eso espacio esta este
    esto estos estupendo está están exacto fin final finalmente gracias grupo guión ha haber hasta hay la las le les
    listo lo los luego mi mira mire miro mmm momentito muy número números oiga otra otro oye paciencia para parte
    pausa perfecto pon por primer primera primeras primero primeros pues punto póngame que qué repite repito restan
    restantes resto se seguida seguido segunda segundo sería señor señora si siempre sigo sigue siguen siguiendo
    siguiente siguientes son su sí también tengo tercer tercera tercero termina terminan terminando tiene toca todo
    tome tu va vale vamos van venga ver viene vienen voy ya yo última últimas último últimos

    accord ai allez allons allô alors après attendre au avec avez bah ben bien bon bonne c ce cela cherche chiffre
    chiffres chère commence commencent commençant complet comprend compris continue continuez d dans dernier
    derniers dernière dernières des deuxième dire donc donne donner donnez du elle en encore enfin ensuite entendu
    est et euh exact exactement fait finalement fini finissant finissent finit groupe hein heu hm hop ici il ils j
    je jusque l la laisse laissez le les leur lire lis madame maintenant me merci mes mets mh mmm moi mon monsieur n
    note noter notez noté nous numéro numéros on oui où par pardonnez parfait partie patientez petit petite plait
    plaît plus pour poursuis poursuivez premier premiers première premières prêt puis qu quatrième que quelle qui
    redis regarde regarder reprend reprends restants reste restent rien répète sa sais se seconde secondes ses si
    son sont suit suite suivant suivante suivantes suivants suivent suivi suivie sur te terminant termine terminent
    tiens tiret toujours tout troisième trouve très va vais vas viennent vient virgule voici voilà voir vois vous
    voyez voyons vrai y ça écoute écrivez étant

    abschließend ach ah alles also am anfang anschließend auch auf augenblick aus beginnen beginnend beginnt bei
    bereit bindestrich bis bitte block da danach daneben danke dann daran darauf das dem den denn der des die dies
    diese diesen dran drehe dritte dritten drittens dritter eben eigentlich ende enden endend endet er erste ersten
    erstens erster erstmal es fangen fertig folgen folgende folgenden folgt folgte frau fängt für ganz geduld
    gefolgt geht gehts genau gerade gleich gruppe guck gucke gucken gut gute guten hab habe haben hallo hat herr
    hier hm hmm hole ich ihr ihre im in ist ja jawohl jep jetzt jo kann klar komma komme kommen kommt kurz kurzen
    laut lauten lautet leerzeichen lese letzte letzten letztes los mach machen mein meine mhm mir mit muss na nach
    nachdem nachher nachschauen naja noch nochmal nochmals notier notiere notieren nummer nummern nun nur nächste
    nächsten nächster nächstes ob oh ok okay prima punkt rest restlichen richtig sag sagen sagte schau schaue
    schauen schließlich schluss schlägt schnell schon schreiben schrägstrich sehe sehen sein sich sie sind so soll
    stelle stellen strich super teil tja um und uns verstanden viert vierte vierten vierter von vorlesen vorne war
    warte warten wartet weiter weitere weiteren weitergehts weiterhin wenn wie wieder wiederhole wir wo wäre zahl
    zahlen zeigen ziffer ziffern zu zuerst zuletzt zum zur zurück zweite zweiten zweitens zweiter äh ähm ähnlich öhm
"""
"""Means nothing between two digits."""

REPAIRS = """
    no nope sorry wait oops whoops scratch strike correction correct corrected mean meant rather actually apologies
    apologize pardon wrong mistake mistaken misread messed instead excuse not nah make start bad redo fix perdón
    perdona perdone disculpa disculpe disculpad digo decir dicho corrijo corrección corregir rectifico equivoqué
    equivoco equivocado confundí error espera espere mejor quise quiero sino non désolé désolée attendez attends
    trompe trompé trompée plutôt veux voulais rectifie rectification corrige suis excusez erreur recommence pas faux
    faute nein nee nö ne entschuldigung entschuldigen verzeihung meine meinte quatsch moment halt falsch korrektur
    korrigiere stimmt gesagt tut verlesen versprochen verhört verwechselt vertippt vertan vielmehr besser leid
    sondern doch nicht stopp stop unsinn
"""
"""Takes back what was said before, or some of it, or nothing."""

PAUSES = """
    moment sec second minute min instant bit time
    momento momentito segundo segundito minuto minutito rato instante vez
    seconde fois
    augenblick sekunde sekündchen momentchen mal
"""
"""After the number word for one they make it a pause: "one moment", "un segundo"."""

RESTS = "more moments secs seconds minutes segundos minutos más secondes sekunden minuten mehr weitere"
"""After a number word they make it a count: "four more", "two seconds"."""

ORDERS = """
    first next last final remaining following other second third fourth
    primeros primeras siguientes últimos últimas próximos próximas otros otras restantes demás
    premiers premières suivants suivantes derniers dernières prochains autres
    ersten nächsten letzten folgenden restlichen übrigen anderen zweiten dritten
"""
"""Before a number word (after it, in Spanish and French) they make it a count of digits: "the last four are"."""

COUNTED = """
    digit digits number numbers figures ones are is were
    dígitos números cifras son
    chiffres numéros sont
    ziffern zahlen stellen sind lauten
"""
"""After a count of digits: "the first four digits", "the last four are"."""

DIGITS = "digit digits numbers dígitos números cifras chiffres numéros ziffern zahlen stellen"
"""After a number word they make it a count: "the three digits", "a code of four digits"."""

STOPS = """
    runs signature gilt laufzeit geheimnummer geheimcode vto venc cad vigente detrás échéance valide kpn
    dollar dollars usd eur euro euros pound pounds gbp cents pence percent prozent degrees grados degrés grad hour
    hours days weeks month months year years pm hora horas día días semana semanas mes meses año años vez heure
    heures jour jours semaine semaines mois an ans uhr tag tage wochen monat monate jahr jahre people persons items
    personas personnes personen street road avenue calle rue straße back reverse flip derrière hinten dahinter or
    between equals equal o ou oder entre zwischen égale égal igual más menos plus phone call extension zip ext
    teléfono téléphone telefon expiry expiration expires expire expiring exp valid cvv cvc cvn csc cvd cav security
    code pin caduca caducidad vence vencimiento expira válida válido vigencia seguridad código clave nip atrás dorso
    reverso validité valable expirant cryptogramme sécurité secret confidentiel verso date fecha datum gültig
    gültigkeit läuft ablauf ablaufdatum sicherheitscode prüfziffer prüfziffern prüfnummer geheimzahl rückseite
    january february march april may june july august september october november december enero febrero marzo abril
    mayo junio julio agosto septiembre octubre noviembre diciembre janvier février mars avril mai juin juillet août
    septembre octobre novembre décembre januar februar märz juni juli oktober dezember
"""
"""Ends a number: what was counted, another thing's name."""
STOP_STEMS = "expir caduc venc gült gult ablauf sicherheit prüf pruf segur sécur secur crypt verfall"
"""Beginnings of words that end a number."""
