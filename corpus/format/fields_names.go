package format

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A role is what a field of a record is to an article.
type role uint8

const (
	noRole role = iota // kept as an extra
	idRole
	titleRole
	textRole
	sourceRole
	urlRole
	publishedRole
	langRole
	splitRole
	imageRole
	distractorRole
	clockRole // the time of day, beside a field of days
	storyRole // gold, from here on; the order is that of the ranks
	eventRole
	clusterRole
	labelRole
	goldRole      // says that it is gold, but not of what
	predictedRole // says that it was found by a program
	topicRole
	categoryRole
	sectionRole
)

// labelLike reports whether a field of this role can group articles.
func (r role) labelLike() bool { return r >= storyRole }

// roleNames are the names under which fields of each role are found, in the languages of
// their use; of two that a record has the one that is listed first is taken. They are
// written as [plainName] leaves them.
var roleNames = map[role]string{
	idRole: "id docid documentid articleid newsid uniqueid uid uuid guid itemid recordid identifier docno docnum artikelid " +
		"artikelnummer kennung identifiant identificador identificativo номер идентификатор 编号 文章id 記事id filename file " +
		"nr no pk rowid unnamed0 index rownames uri",
	titleRole: "title headline headlinemain heading headlinetext articletitle newstitle pagetitle webtitle titletext titre " +
		"titel überschrift ueberschrift uberschrift schlagzeile título titulo titular titolo manchete encabezado kop " +
		"rubrik tytuł tytul nagłówek titulek nadpis başlık baslik otsikko judul τίτλος tiêuđề заголовок название " +
		"заглавие 标题 標題 題名 タイトル 見出し 제목 عنوان כותרת शीर्षक",
	textRole: "text body content fulltext articlebody articletext bodytext maintext contenttext textcontent newstext newsbody " +
		"newscontent articlecontent cleantext cleanedtext plaintext rawtext document article texte contenu corps inhalt " +
		"volltext artikeltext texto contenido cuerpo conteúdo conteudo corpo testo contenuto tekst inhoud treść tresc " +
		"metin içerik icerik innehåll brödtext teksti sisältö isi κείμενο nộidung текст содержание содержимое 正文 内容 內容 " +
		"本文 본문 내용 نص sentence sentences paragraphs message tweet post selftext question description desc abstract " +
		"summary snippet lead leadparagraph teaser shortdescription excerpt standfirst dek chapo résumé resume " +
		"beschreibung zusammenfassung resumen descripción descripcion descrição descrizione описание 摘要 概要 요약",
	sourceRole: "source outlet publisher publication newspaper medium newsoutlet newssource sourcename publishername outletname " +
		"newspapername quelle verlag zeitung média éditeur editeur journal fuente periódico periodico editora veículo " +
		"fonte testata giornale editore bron uitgever krant źródło wydawca kaynak källa lähde πηγή nguồn источник " +
		"издание сми издатель 来源 來源 媒体 媒體 出典 出版社 출처 언론사 مصدر domain sourcedomain host hostname site sitename website " +
		"channel provider agency platform media",
	urlRole: "url link href permalink articleurl weburl sourceurl exturl canonicalurl pageurl newsurl storyurl originalurl " +
		"enlace lien ссылка адрес 链接 連結 網址 网址 링크 uri",
	publishedRole: "published publishedat publisheddate publishdate publicationdate pubdate datepublished publishedon " +
		"publishedtime publishtime publicationtime datetimepub datetime webpublicationdate articledate newsdate " +
		"seendate timestamp date datum erscheinungsdatum veröffentlicht veröffentlichungsdatum publikationsdatum fecha " +
		"fechapublicación fechapublicacion fechadepublicación datapubblicazione datapublicação datadepublicação " +
		"datapublikacji data dato tarih päivämäärä ημερομηνία ngày дата датапубликации 日期 发布时间 發布時間 发布日期 時間 时间 公開日 日付 " +
		"날짜 게시일 تاريخ time createdat createdon created createdutc creationdate",
	langRole: "lang language languagecode langcode sprache langue idioma lingua taal język jezyk dil språk kieli язык 语言 語言 " +
		"言語 언어 لغة locale",
	splitRole:      "split datasetsplit subset",
	imageRole:      "image",
	distractorRole: "distractor",
	storyRole: "story storyid storylabel storyname storyline storylineid goldstory histoire historia storia geschichte сюжет " +
		"сюжетid 故事 报道组 스토리",
	eventRole: "event eventid eventuri eventlabel eventname incident incidentid ereignis évènement événement evenement evento " +
		"gebeurtenis wydarzenie olay händelse событие 事件 イベント 사건 حدث",
	clusterRole: "cluster clusterid clusterlabel clusterno clusternr clusternum clusternumber clusteruri clustername clusters " +
		"group groupid groupno grouplabel community communityid membership component componentid modularityclass gruppe " +
		"groupe grupo gruppo groep grupa klaster klastr shluk küme kluster кластер группа 聚类 簇 分组 クラスタ クラスター 클러스터 그룹 " +
		"dupgroup",
	labelRole: "label labels labelid labelname class classid classlabel classes target étiquette etiquette etiqueta etichetta " +
		"etikett klasse klass classe clase klasa etykieta štítek ετικέτα etiket метка класс 标签 標籤 类标 ラベル 라벨 레이블 choice " +
		"choices",
	goldRole: "gold goldlabel goldlabels goldcluster golden true trueid truelabel truelabels truecluster truth groundtruth " +
		"ytrue gt manuallabel humanlabel goldid reference " +
		"actual expected correct real manual human annotated",
	predictedRole: "pred prediction predictions predicted predictedlabel predictedcluster predictedclass predlabel predcluster " +
		"predclass ypred yhat found foundcluster assigned assignment assignedcluster clusterpred labelpred " +
		"clusterpredicted labelpredicted systemlabel system sys response hyp hypothesis auto output",
	topicRole: "topic topics topicid topiclabel topicname dominanttopic assignedtopic theme themes subject subjects thema " +
		"sujet tema argomento onderwerp " +
		"temat konu ämne aihe тема темы 主题 主題 话题 トピック 토픽 주제 موضوع",
	categoryRole: "category categories categoryid categoryname cat kategorie catégorie categorie categoría categoria kategoria " +
		"categorieën kategori категория категории 类别 類別 分类 分類 カテゴリ カテゴリー 카테고리 فئة",
	sectionRole: "section sections sectionname sectionid ressort rubrique rubrica sección seccion seção secao sezione sectie " +
		"desk newsdesk genre genres newsgroup рубрика раздел 栏目 版面 섹션",
}

// nameRanks gives each plain name its role, and its place among the names of the role.
var nameRanks = func() map[string]nameRank {
	ranks := map[string]nameRank{}
	for role, names := range roleNames {
		for i, name := range strings.Fields(names) {
			if _, ok := ranks[name]; !ok || role < ranks[name].role {
				ranks[name] = nameRank{role, i}
			}
		}
	}
	return ranks
}()

type nameRank struct {
	role role
	rank int
}

// wrappers are fields that hold the fields of a record without a meaning of their own.
var wrappers = strings.Fields("meta metadata content contents fields data doc document article attributes properties " +
	"props node item record row payload info source " +
	"details attrs extra annotations result hit entry")

// plainName is a name as it is looked up: in lower case, composed, without the signs
// between its words.
func plainName(name string) string {
	plain := true
	for i := range len(name) {
		plain = plain && name[i] >= 'a' && name[i] <= 'z'
	}
	if plain {
		return name
	}
	var b strings.Builder
	for _, r := range norm.NFC.String(name) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// classify returns the role of a field by its dotted path.
func classify(path string) (r nameRank, ok bool) {
	parts := strings.Split(strings.TrimPrefix(path, "_source."), ".") // of Elasticsearch
	for i := range parts {
		if strings.HasPrefix(parts[i], "$") && i > 0 { // {"$oid": …} of MongoDB
			parts = parts[:i]
			break
		}
		parts[i] = plainName(parts[i])
	}
	if r, ok := nameRanks[strings.Join(parts, "")]; ok {
		return r, true
	}
	if r, ok := qualified(path); ok {
		return r, true
	}
	depth := 0
	for len(parts) > 1 && slices.Contains(wrappers, parts[0]) {
		if parts[0] == "source" && len(parts) == 2 && sourceParts[parts[1]] > 0 {
			break
		}
		parts = parts[1:]
		depth++
	}
	switch len(parts) {
	case 1:
		r, ok = nameRanks[parts[0]]
	case 2:
		r, ok = partOf(parts[0], parts[1])
	}
	r.rank += 1000 * depth
	return r, ok
}

// sourceParts are the fields of an outlet by which it is named, from the best on.
var sourceParts = map[string]int{"uri": 1, "domain": 2, "host": 3, "name": 4, "title": 5, "id": 6}

// groupParts are the fields of a group, or of an annotation, that name the group.
var groupParts = map[string]int{"id": 1, "uri": 2, "label": 3, "name": 4, "value": 5, "choices": 6, "title": 7,
	"responses": 8} // of Argilla's columns in tables

// partOf returns the role of a field of an object that is a field.
func partOf(parent, child string) (nameRank, bool) {
	r, ok := nameRanks[parent]
	at := 0
	switch {
	case !ok:
	case r.role == sourceRole:
		at = sourceParts[child]
	case r.role.labelLike():
		at = groupParts[child]
	case r.role == titleRole && child == "main", r.role == langRole && (child == "code" || child == "name"),
		(r.role == textRole || r.role == titleRole) && (child == "text" || child == "value" || child == "rendered"):
		at = 1
	case r.role == publishedRole && (child == "date" || child == "value"):
		at = 1
	}
	r.rank += 100 + at
	return r, at > 0
}

// knownNames lists the names of a role.
func knownNames(r role) []string { return strings.Fields(roleNames[r]) }
