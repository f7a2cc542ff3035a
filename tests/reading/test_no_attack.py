"""What only speaks of an attack starts no draft: denials, vigils, days of remembrance, demands, courts, sums; in both languages."""

from __future__ import annotations

import pytest

from tawthiq.reading.incidents import draft_incidents


@pytest.mark.parametrize(
    "text",
    [
        'MOSCOW, 4 March 2020 - Russia\'s defence ministry on Wednesday rejected as "fake" media claims that its air force had bombed residential areas in Idlib.',
        "DAMASCUS, 3 May 2019 (SANA) - The army command dismissed reports that its helicopters dropped barrel bombs on Kafr Nabl in Idlib on Thursday, saying that its units had respected the truce.",
        "The Coalition's spokesman rejected the allegation that its aircraft had struck a mosque in al-Jina, Aleppo, on 16 March 2017 and killed dozens of civilians.",
        "Turkey's defence ministry said on 22 July 2022 that claims that its artillery had shelled Zakho and killed nine tourists were untrue.",
        "Moscow called the accusation that Russian jets bombed a hospital in Ma'aret al-Numan on 5 May 2019 baseless.",
        "The regime disclaimed responsibility for the chlorine attack on Douma of 7 April 2018 in which 43 people died.",
        "According to the Syrian state, no shell was fired at Sarmin on 3 May 2020 by its artillery.",
        "Hay'at Tahrir al Sham said that it had nothing to do with the killing of the activist in Kafr Nabl, Idlib, on 23 November 2018.",
        "There is no truth to reports that regime aircraft bombed Binnish city in Idlib on 12 March 2021, the local council said.",
        "Residents of Zamalka gathered on Monday evening, 21 August 2023, to remember those who suffocated in the chemical attack on Ghouta ten years earlier.",
        "On 4 April 2021, people in Khan Sheikhoun lit candles for the 91 victims of the sarin attack by regime warplanes on 4 April 2017.",
        "A candlelit vigil was held in Aleppo on 16 December 2023 for the civilians killed by Syrian regime barrel bombs.",
        "On 21 August, the tenth anniversary of the chemical weapons attack on the two Ghoutas, SNHR renews its call to hold the Syrian regime accountable for killing 1,144 people.",
        "Today marks five years since regime warplanes bombed the market of Atarib, killing 69 civilians, on 13 November 2017.",
        "SNHR commemorates the ninth anniversary of the Houla massacre, in which regime forces and militias killed 107 civilians on 25 May 2012 in Homs.",
        "SNHR condemns the Syrian regime's bombing of hospitals in Idlib and calls on the Security Council to act.",
        "Mourners in Daraa marched on 25 March 2022 in memory of those whom regime forces shot dead in the Omari mosque.",
        "In a statement on 5 June 2021, eleven organisations called on the Security Council to renew the cross-border mechanism, noting that attacks by Syrian-Russian alliance forces killed 42 civilians in Idlib.",
        "SNHR's monthly report: 107 civilians killed in Syria in May 2021, including 22 children and nine women, by all parties.",
        "On World Children's Day, SNHR releases its annual report: at least 29,661 children have been killed in Syria since March 2011, including 181 due to torture.",
        "On the International Day of the Disappeared, August 30, 2022, at least 111,000 people remain forcibly disappeared, most by the Syrian regime.",
        "In May 2019, Syrian regime forces carried out at least 36 attacks on vital civilian facilities in Idlib, among them 11 schools.",
        "A Stockholm court on 16 February 2017 sentenced a man to life in prison for the execution of seven soldiers in Idlib in May 2012.",
        "French judges issued an arrest warrant on 18 October 2023 for officials over the barrel bombing of Daraa on 7 June 2017 that killed a French-Syrian teacher.",
        "The trial of a doctor accused of torturing detainees in Homs military hospital opened in Frankfurt on 19 January 2022.",
        "The UN envoy warned on 12 June 2019 that a regime offensive on Idlib would put three million civilians at risk.",
        "UNICEF said that five children were killed or injured every day in Syria in 2019.",
        "Turkish forces and the Syrian National Army opened a bakery in Tal Abyad, Raqqa, on 9 June 2020.",
        "A Russian military police patrol was met with stones by residents of Derik in Hasaka on 3 November 2019.",
        "Rebels shot down a Syrian regime helicopter over Nayrab in Idlib on 11 February 2020, killing its crew.",
        "Syrian regime forces took control of Khan Sheikhoun city in Idlib on 21 August 2019 after months of bombardment.",
        "The SDF released 42 detainees from its prison in Raqqa on 5 May 2020.",
        "Demonstrators in Azaz, Aleppo, called on 12 March 2021 for an end to the bombing of Idlib by Russian warplanes.",
        "We recall that the Syrian regime has used cluster munitions against Idlib at least 45 times since April 2019.",
        "The Syrian regime must stop the indiscriminate bombing of residential neighbourhoods in Idlib, and Russia must comply with Resolution 2139.",
        "The attack on Sarmin city on 3 May 2020 violates Article 3 common to the Geneva Conventions.",
        "The families of victims gathered in Khan Sheikhoun on 4 April 2021 for a memorial. The sarin attack by regime warplanes on the town on 4 April 2017 killed 91 civilians, including 32 children.",
        "SNHR commemorates the Ghouta massacre. On August 21, 2013, Syrian regime forces fired rockets carrying sarin at Zamalka town in Eastern Ghouta, killing 1,127 civilians, including 107 children.",
        "A court in Koblenz heard on 5 June 2020 how regime forces shot dead 18 protesters in Douma city in Damascus Suburbs on 25 March 2011.",
    ],
)
def test_talk_of_an_attack_in_english_is_none(text: str) -> None:
    assert draft_incidents(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "نفت وزارة الدفاع الروسية في 4 آذار 2020 أن تكون طائراتها قد قصفت أحياء سكنية في مدينة إدلب.",
        "رفضت قيادة الجيش السوري في 3 أيار 2019 الاتهامات بإلقاء مروحياتها براميل متفجرة على كفرنبل بريف إدلب.",
        "وصفت موسكو الأنباء عن قصف مقاتلاتها مشفى في معرة النعمان بريف إدلب في 5 أيار 2019 بأنها عارية عن الصحة.",
        "كذّبت قوات سوريا الديمقراطية خبر مقتل ثلاثة مدنيين برصاص عناصرها في منبج بريف حلب في 9 حزيران 2021.",
        "لا صحة لما تم تداوله عن قصف قوات النظام مدينة بنش بريف إدلب في 12 آذار 2021، بحسب المجلس المحلي.",
        "تجمع أهالي زملكا بريف دمشق مساء 21 آب 2023 لإحياء ذكرى ضحايا الهجوم الكيميائي الذي شنته قوات النظام على الغوطة قبل عشرة أعوام.",
        "في الذكرى الخامسة لمجزرة خان شيخون بريف إدلب التي قتل فيها 91 مدنياً بغاز السارين في 4 نيسان 2017، تجدد الشبكة السورية مطالبتها بمحاسبة النظام السوري.",
        "وقفة تضامنية في مدينة الباب بريف حلب يوم 16 كانون الأول 2023 مع ضحايا قصف النظام السوري.",
        "يصادف اليوم ذكرى مجزرة الحولة التي قتلت فيها قوات النظام 107 مدنيين في 25 أيار 2012 بريف حمص.",
        "تدين الشبكة السورية لحقوق الإنسان قصف قوات النظام السوري المشافي في إدلب وتدعو مجلس الأمن إلى التحرك.",
        "في يوم الطفل العالمي: مقتل 29661 طفلاً في سوريا منذ آذار 2011، بينهم 181 بسبب التعذيب.",
        "سجلت الشبكة السورية في أيار 2021 مقتل 107 مدنيين بينهم 22 طفلاً و9 سيدات على يد أطراف النزاع.",
        "قضت محكمة ألمانية في كوبلنز في 13 كانون الثاني 2022 بالسجن المؤبد على ضابط سوري بتهمة قتل 27 معتقلاً في دمشق.",
        "طالب متظاهرون في مدينة أعزاز بريف حلب في 12 آذار 2021 بوقف قصف الطيران الروسي على إدلب.",
        "يجب على النظام السوري التوقف عن القصف العشوائي للأحياء السكنية في إدلب، وعلى روسيا الالتزام بالقرار 2139.",
        "سيطرت قوات النظام على مدينة خان شيخون بريف إدلب في 21 آب 2019 بعد أشهر من القصف.",
        "أفرجت قوات سوريا الديمقراطية عن 42 معتقلاً من سجونها في الرقة في 5 أيار 2020.",
        "حذر المبعوث الأممي في 12 حزيران 2019 من أن هجوماً للنظام على إدلب سيعرض ثلاثة ملايين مدني للخطر.",
        "أسقطت فصائل المعارضة مروحية للنظام فوق النيرب بريف إدلب في 11 شباط 2020 وقتل طاقمها.",
        "أحيا أهالي خان شيخون في 4 نيسان 2021 ذكرى المجزرة. وكان الهجوم بغاز السارين الذي شنه طيران النظام على المدينة في 4 نيسان 2017 قد قتل 91 مدنياً.",
        "تمر اليوم الذكرى الثامنة لمجزرة الغوطة. في 21 آب 2013 قصفت قوات النظام بلدة زملكا بريف دمشق بصواريخ تحمل السارين، ما أدى إلى مقتل 1127 مدنياً.",
        "نزح أهالي سرمين في 3 أيار 2019 بسبب قصف قوات النظام على بلدتهم بريف إدلب.",
    ],
)
def test_talk_of_an_attack_in_arabic_is_none(text: str) -> None:
    assert draft_incidents(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "On the tenth anniversary of the attack on Ghouta, regime artillery shelled Zamalka town in Damascus Suburbs on 21 August 2023, killing two civilians.",
        "On the anniversary of the revolution, 18 March 2020, Syrian regime artillery shelled Sarmin city in Idlib governorate, killing four civilians.",
        "Syrian regime forces opened fire on a protest against conscription in Suwayda city on 12 October 2022, killing one civilian.",
        "Protesters demanding the release of detainees were shot at by SDF members in Manbij city in Aleppo on 1 June 2021, and three civilians were killed.",
        "Russian warplanes bombed Ariha city in Idlib on 29 January 2020, killing ten civilians; Moscow denied the raid.",
        "Regime artillery shelled a vigil in Binnish town in Idlib on 4 May 2021, killing three civilians.",
        "SNHR condemns the killing of the media activist Amjad al-Khayali by unidentified gunmen in Azaz city in Aleppo governorate on 7 October 2022.",
        "SNHR condemns the killing of a media activist by unidentified gunmen in Azaz city in Aleppo governorate on 7 October 2022.",
        "ISIS's sharia court had three men executed in Raqqa city on 3 March 2015.",
        "On 3 March 2015, ISIS executed three civilians in Raqqa city after its court sentenced them.",
        "Residents of Sarmin called for help after regime warplanes bombed the town in Idlib on 3 March 2015, killing five civilians.",
        "The army warned residents to leave, then its aircraft bombed Saraqeb city in Idlib on 3 March 2019, killing five civilians.",
        "On 24 December 2019, Syrian regime forces shelled Jubas village in Idlib with a Tochka missile that hit a school, killing eight civilians; a candle factory nearby was damaged.",
        "Syrian regime warplanes bombed the court building in Idlib city on 5 May 2019, killing 12 civilians.",
        "On Thursday, January 30, 2020, Russian forces denied aid workers access while their warplanes bombed Ariha city in Idlib, killing 11 civilians.",
        "Hundreds mourned in Douma. On 4 April 2021, Russian warplanes fired missiles at Kafr Nabl city in Idlib governorate, killing six civilians.",
    ],
)
def test_an_attack_told_beside_such_words_in_english_is_one(text: str) -> None:
    assert len(draft_incidents(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "في الذكرى العاشرة للهجوم على الغوطة، قصفت مدفعية النظام بلدة زملكا بريف دمشق في 21 آب 2023، ما أدى إلى مقتل مدنيين اثنين.",
        "في ذكرى انطلاق الثورة، 18 آذار 2020، قصفت قوات النظام مدينة سرمين بريف إدلب فقتلت أربعة مدنيين.",
        "أطلقت قوات النظام النار على وقفة احتجاجية في مدينة السويداء في 12 تشرين الأول 2022 فقتلت مدنياً.",
        "أطلق عناصر من قسد النار على متظاهرين يطالبون بالإفراج عن المعتقلين في مدينة منبج بريف حلب في 1 حزيران 2021، ما أدى إلى مقتل ثلاثة مدنيين.",
        "قصف الطيران الروسي مدينة أريحا بريف إدلب في 29 كانون الثاني 2020، فقتل عشرة مدنيين، فيما نفت موسكو مسؤوليتها.",
        "تدين الشبكة السورية مقتل الناشط الإعلامي أمجد الخيالي برصاص مجهولين في مدينة أعزاز بريف حلب في 7 تشرين الأول 2022.",
        "طالب أهالي سرمين بتحييد المدنيين بعد أن قصف طيران النظام البلدة بريف إدلب في 3 آذار 2015 وقتل خمسة مدنيين.",
        "قصف طيران النظام مبنى المحكمة في مدينة إدلب في 5 أيار 2019 فقتل 12 مدنياً.",
        "أعدم تنظيم داعش ثلاثة مدنيين في مدينة الرقة في 3 آذار 2015 بعد أن حكمت عليهم محكمة شرعية.",
    ],
)
def test_an_attack_told_beside_such_words_in_arabic_is_one(text: str) -> None:
    assert len(draft_incidents(text)) == 1
