"""Communes of the region that joined another one, by department: addresses still say their names.

From the official list of communes (Code officiel géographique, INSEE); the mayor's communes déléguées keep these names
on letters for years. A name that a living commune of the same department has is never here.
"""

from __future__ import annotations

JOINED: dict[str, tuple[str, ...]] = {
    # 28
    "28012": ("Courtalain", "Saint-Pellerin", "Boisgasson", "Châtillon-en-Dunois", "Langey"),
    "28015": ("Auneau", "Bleury-Saint-Symphorien"),
    "28103": (
        *("Cloyes-sur-le-Loir", "Autheuil", "Charray", "Douy", "La Ferté-Villeneuil", "Le Mée"),
        *("Montigny-le-Gannelon", "Romilly-sur-Aigre", "Saint-Hilaire-sur-Yerre"),
    ),
    "28127": ("Bullou", "Mézières-au-Perche"),
    "28199": ("Janville", "Allaines-Mervilliers", "Le Puiset"),
    "28236": ("Margon", "Brunelles", "Coudreceau"),
    "28254": ("Mittainvilliers", "Vérigny"),
    "28330": ("Civry", "Lutz-en-Dunois", "Ozoir-le-Breuil", "Saint-Cloud-en-Dunois"),
    "28331": ("Frétigny", "Saint-Denis-d'Authou"),
    "28406": ("Viabon", "Baignolet", "Fains-la-Folie", "Germignonville"),
    "28422": ("Voves", "Montainville", "Rouvray-Saint-Florentin", "Villeneuve-Saint-Nicolas"),
    # 36
    "36093": ("Saint-Martin-de-Lamps",),
    "36202": ("Villers-les-Ormes",),
    "36229": ("Parpeçay", "Sainte-Cécile", "Varennes-sur-Fouzon"),
    # 37
    "37021": ("Beaumont-la-Ronce", "Louestault"),
    "37123": ("Les Essards",),
    "37232": ("Saint-Patrice", "Ingrandes-de-Touraine", "Saint-Michel-sur-Loire"),
    # 41
    "41055": ("Chouzy-sur-Cisse", "Coulanges", "Seillac"),
    "41059": ("Contres", "Feings", "Fougères-sur-Bièvre", "Ouchamps", "Thenay"),
    "41070": ("Couture-sur-Loir", "Tréhet"),
    "41142": ("Molineuf", "Chambon-sur-Cisse", "Orchaise"),
    "41151": ("Montrichard", "Bourré"),
    "41167": ("Onzain", "Veuves"),
    "41171": ("Oucques", "Baigneaux", "Beauvilliers", "Sainte-Gemmes"),
    "41173": (
        *("Ouzouer-le-Marché", "La Colombe", "Membrolles", "Prénouvellon", "Semerville", "Tripleville", "Verdes"),
    ),
    "41248": ("Souday", "Arville", "Oigny", "Saint-Agil", "Saint-Avit"),
    # 45
    "45051": ("Bray-en-Val", "Saint-Aignan-des-Gués"),
    "45129": ("Douchy", "Montcorbon"),
    "45191": (
        *("Malesherbes", "Coudray", "Labrosse", "Mainvilliers", "Manchecourt", "Nangeville", "Orveau-Bellesauve"),
    ),
}
"""The code of the commune, and those that it is made of."""
