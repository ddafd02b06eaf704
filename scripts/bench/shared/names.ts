/** A name as it is written, and its letters as an address has them. */
export type Name = { written: string; ascii: string };

// Letters that no combining accent makes.
const PLAIN: Record<string, string> = {
  ß: "ss",
  ł: "l",
  ø: "o",
  æ: "ae",
  đ: "d",
  ð: "d",
  ı: "i",
  "'": "",
  "’": "",
};

export const FIRST_NAMES = namesOf(
  `Maria Anna João Ângela Inês Rui Tiago Beatriz José María Sofía Mateo Álvaro Begoña Iñigo Léa Chloé François Éloïse
  Benoît Zoë Jürgen Jörg Günther Björn Uwe Heike Käthe Łukasz Żaneta Piotr Agnieszka Małgorzata Åsa Örjan Sigrún Øyvind
  Søren Aino Väinö Giulia Niccolò Chiara Matteo Seán Siobhán Niamh Oluwaseun Chiamaka Kwame Ngozi Amina Yusuf Leïla
  Nguyễn Thảo Đức Linh Aiko Kenji Haruto Minh Priya Arjun Ananya Rohan Deepika Vikram Mehmet Ayşe Gülşen İbrahim Çağla
  Jiří Zdeněk Věra Ľubica Štefan Katarína Zsófia Gergő Ágnes Ionuț Ștefania Mary-Jane Jean-Pierre Ana-Lucía Tim Sam Una
  Дмитрий/dmitri Ольга/olga Анна/anna Світлана/svitlana Ελένη/eleni Γιώργος/giorgos 小龍/xiaolong 美玲/meiling 太郎/taro
  花子/hanako 민준/minjun 서연/seoyeon محمد/mohammed فاطمة/fatima נועה/noa שלמה/shlomo`,
);

export const LAST_NAMES = namesOf(
  `Smith Miller Jones Brown Taylor O’Brien O'Connor MacDonald Fitzgerald Müller Schmidt Schäfer Weiß Groß Größe Fuchs
  von_der_Heide da_Silva dos_Santos Conceição Gonçalves Araújo Magalhães García Muñoz Ibáñez Peña Núñez Rodríguez Dubois
  Lefèvre Moreau D’Angelo L'Hôpital Rossi Ferrari Esposito Lindqvist Öberg Sjöström Ångström Jensen Sørensen Hæstad
  Guðmundsdóttir Korhonen Mäkinen Hämäläinen Kowalska Nowak Wiśniewski Żuk Dąbrowska Novák Dvořáková Černý Horváth Szabó
  Kovács Popescu Ionescu Ştefănescu Yılmaz Özdemir Şahin Çelik Nguyễn Trần Phạm Okonkwo Adeyemi Mensah Boateng Diallo
  Traoré Abdi Hassan Rahman Haddad Khoury Patel Sharma Iyer Krishnamurthy Chatterjee Tanaka Sato Ishikawa Yamamoto Kim
  Park Choi Wang Chen Zhang Papadopoulos Petrova Ivanov Van_den_Berg Bakker De_Jong Ó_Súilleabháin Vaz-Tolentino
  Петров/petrov Иванова/ivanova Шевченко/shevchenko Παπαδόπουλος/papadopoulos 李/li 王/wang 山田/yamada 佐藤/sato 김/kim
  박/park العلي/alali חן/chen Wu Xu Fernández-Armesto Castellanos Zimmermann Brandt Keller Frank Lang Berger Baumgärtner`,
);

function namesOf(list: string): Name[] {
  return list.split(/\s+/).map((entry) => {
    const [written = "", latin = written] = entry.replaceAll("_", " ").split("/");
    return { written, ascii: asciiOf(latin) };
  });
}

function asciiOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[ßłøæđðı'’]/g, (letter) => PLAIN[letter] ?? "")
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z]+/g, "-");
}
