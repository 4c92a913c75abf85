package rouge

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus/text"
)

func TestTokens(t *testing.T) {
	assert.Equal(t, []string{"trump", "s", "u", "s", "1", "5m", "12", "000", "foo", "bar"}, Tokens("Trump’s U.S. $1.5m: 12,000 foo_bar"))
	assert.Equal(t, []string{"người", "ủng", "hộ", "café"}, Tokens("Người ủng-hộ “Café”"))
	assert.Equal(t, []string{"हिन्दी"}, Tokens("हिन्दी।"), "marks belong to their letters")
	assert.Equal(t, []string{"北京", "京市"}, Tokens("北京市"))
	assert.Empty(t, Tokens("—"))
}

func TestTokensOfASCIIAreRuns(t *testing.T) {
	run := regexp.MustCompile(`[a-z0-9]+`)
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[ -~\n\t]{0,60}`).Draw(t, "text")
		assert.Equal(t, append([]string{}, run.FindAllString(strings.ToLower(s), -1)...), Tokens(s))
		assert.Equal(t, Tokens(s), Standard(s))
	})
}

func TestStandard(t *testing.T) {
	assert.Equal(t, []string{"trump", "s", "u", "s", "1", "5m", "12", "000", "x", "y"}, Standard("Trump’s U.S. $1.5m: 12,000 X-y"))
	assert.Equal(t, []string{"caf", "ng", "i"}, Standard("Café 北京 Người"), "other letters separate")
	assert.Equal(t, []string{"a"}, Standard("\u212a\xffA"), "the Kelvin sign is no k")
}

func TestLimits(t *testing.T) {
	sentences := []string{"One two-three.", "Four  five six"}
	for want, o := range map[string]Options{
		"one two three|four five six": {},
		"one two three|four five":     {Words: 4},
		"one two three":               {Words: 2},
		"one":                         {Words: 1},
		"one two three|four":          {Bytes: 18},
		"one two th":                  {Bytes: 10},
	} {
		assert.Equal(t, want, joined(o.Text(sentences)), "%+v", o)
	}
	assert.Equal(t, "a", joined(Options{Bytes: 2}.Text([]string{"aé"})), "no part of a letter")
	assert.Empty(t, Options{}.Text(nil))
}

func joined(t Text) string {
	var list []string
	for _, s := range t {
		list = append(list, strings.Join(s, " "))
	}
	return strings.Join(list, "|")
}

func TestStopWordsGoBeforeStems(t *testing.T) {
	o := Options{Stop: func(w string) bool { return text.StopWord(w, "en") }, Stem: Stem}
	assert.Equal(t, "mayor go", joined(o.Text([]string{"The mayors were going"})))
}

// unrelated are sentences of the news that have nothing to do with each other.
var unrelated = map[string][]string{
	"zh": {
		"政府周二批准了明年的预算案，总额创下历史新高，达到一百一十五万亿元。",
		"北方连日暴雪，多条铁路停运，高速公路封闭，气象台发布了红色预警。",
		"国家足球队昨晚以三比一战胜对手，时隔七年再次捧起冠军奖杯。",
		"科学家成功将一颗新卫星送入预定轨道，火箭从南部的发射场升空。",
		"警方以涉嫌诈骗逮捕了一家公司的董事，受害者超过两千人。",
	},
	"ja": {
		"政府は三日、来年度の予算案を閣議決定し、総額は過去最大の百十五兆円となった。",
		"北海道で大雪が続き、鉄道の運休や高速道路の通行止めが相次いでいると気象台が発表した。",
		"大谷選手は昨夜の試合で今季四十本目の本塁打を放ち、チームを勝利に導いた。",
		"新型の人工衛星を載せたロケットが種子島宇宙センターから打ち上げられ、予定の軌道に入った。",
		"県警は詐欺の疑いで会社役員の男を逮捕し、被害の全容を調べている。",
	},
	"th": {
		"รัฐบาลอนุมัติงบประมาณปีหน้าเมื่อวันอังคาร โดยมีวงเงินรวมสูงที่สุดเป็นประวัติการณ์",
		"ฝนตกหนักในภาคเหนือทำให้น้ำท่วมบ้านเรือนหลายพันหลัง และรถไฟต้องหยุดให้บริการชั่วคราว",
		"นักฟุตบอลทีมชาติยิงสองประตูในเกมเมื่อคืนนี้ พาทีมคว้าแชมป์อาเซียนเป็นสมัยที่เจ็ด",
		"นักวิทยาศาสตร์ส่งดาวเทียมดวงใหม่ขึ้นสู่วงโคจรได้สำเร็จจากฐานปล่อยจรวดทางตอนใต้",
		"ตำรวจจับกุมกรรมการบริษัทในข้อหาฉ้อโกงประชาชน มูลค่าความเสียหายกว่าร้อยล้านบาท",
	},
	"lo": {
		"ລັດຖະບານໄດ້ອະນຸມັດງົບປະມານປີໜ້າໃນວັນອັງຄານ ເຊິ່ງເປັນວົງເງິນສູງສຸດໃນປະຫວັດສາດ",
		"ຝົນຕົກໜັກຢູ່ພາກເໜືອເຮັດໃຫ້ນ້ຳຖ້ວມເຮືອນຫຼາຍພັນຫຼັງ ແລະ ລົດໄຟຕ້ອງຢຸດບໍລິການ",
		"ທີມບານເຕະແຫ່ງຊາດຊະນະສາມຕໍ່ໜຶ່ງໃນຄືນວານນີ້ ແລະ ຍົກຂັນຂຶ້ນເປັນຄັ້ງທີເຈັດ",
		"ນັກວິທະຍາສາດສົ່ງດາວທຽມດວງໃໝ່ຂຶ້ນສູ່ວົງໂຄຈອນສຳເລັດ",
		"ຕຳຫຼວດຈັບກຸມຜູ້ອຳນວຍການບໍລິສັດໃນຂໍ້ຫາສໍ້ໂກງ",
	},
	"km": {
		"រដ្ឋាភិបាលបានអនុម័តថវិកាសម្រាប់ឆ្នាំក្រោយកាលពីថ្ងៃអង្គារ ដែលជាទឹកប្រាក់ខ្ពស់បំផុត",
		"ភ្លៀងធ្លាក់ខ្លាំងនៅភាគខាងជើងបានធ្វើឱ្យលិចផ្ទះរាប់ពាន់ខ្នង និងផ្លូវរថភ្លើងត្រូវបិទ",
		"ក្រុមបាល់ទាត់ជម្រើសជាតិបានឈ្នះបីទល់នឹងមួយកាលពីយប់មិញ ហើយលើកពានរង្វាន់",
		"អ្នកវិទ្យាសាស្ត្របានបាញ់បង្ហោះផ្កាយរណបថ្មីមួយដោយជោគជ័យ",
		"នគរបាលបានចាប់ខ្លួននាយកក្រុមហ៊ុនម្នាក់ពីបទឆបោក",
	},
	"my": {
		"အစိုးရက လာမည့်နှစ် ဘတ်ဂျက်ကို အတည်ပြုလိုက်ပြီး စုစုပေါင်း ငွေပမာဏ အမြင့်ဆုံး ဖြစ်သည်။",
		"မြောက်ပိုင်းဒေသတွင် မိုးသည်းထန်စွာ ရွာသွန်းမှုကြောင့် ရထားလမ်းများ ပိတ်ထားရသည်ဟု မိုးလေဝသဌာနက ပြောကြားခဲ့သည်။",
		"ဘောလုံးအသင်းက မနေ့ညပွဲစဉ်တွင် သုံးဂိုး တစ်ဂိုးဖြင့် အနိုင်ရရှိခဲ့ပြီး ဖလားကို ရယူနိုင်ခဲ့သည်။",
		"သိပ္ပံပညာရှင်များက ဂြိုဟ်တုအသစ်ကို အောင်မြင်စွာ လွှတ်တင်နိုင်ခဲ့ကြောင်း ကြေညာလိုက်သည်။",
		"ရဲတပ်ဖွဲ့က လိမ်လည်မှုဖြင့် ကုမ္ပဏီဒါရိုက်တာတစ်ဦးကို ဖမ်းဆီးလိုက်သည်။",
	},
}

func TestUnrelatedTextsWithoutSpaces(t *testing.T) {
	for lang, sentences := range unrelated {
		for i, candidate := range sentences {
			for j, reference := range sentences {
				s := N(1, Options{}.Text([]string{candidate}), Options{}.Text([]string{reference})).Score(0.5)
				if i == j {
					assert.Equal(t, Score{1, 1, 1}, s, lang)
				} else {
					assert.Less(t, max(s.P, s.R), 0.15, "%s: %s, %s", lang, candidate, reference)
				}
			}
		}
	}
}

func FuzzTokens(f *testing.F) {
	f.Add("a’b\xff\u0301 １２ 北京", 3, 5)
	f.Fuzz(func(t *testing.T, s string, words, bytes int) {
		for _, w := range Tokens(s) {
			assert.NotEmpty(t, w)
			assert.Equal(t, -1, strings.IndexFunc(w, outside), "%q", w)
		}
		for _, w := range Standard(s) {
			assert.Regexp(t, "^[a-z0-9]+$", w)
			assert.NotEmpty(t, Stem(w))
			assert.LessOrEqual(t, len(porter(w)), len(w))
		}
		sentences := strings.Split(s, ".")
		for _, o := range []Options{{Words: words}, {Bytes: bytes}, {Words: words, Standard: true}} {
			n := 0
			for _, part := range o.limit(sentences) {
				n += len(part)
				assert.True(t, !utf8.ValidString(s) || utf8.ValidString(part))
			}
			assert.True(t, o.Bytes <= 0 || n <= o.Bytes)
			assert.LessOrEqual(t, len(o.Text(sentences)), len(sentences))
		}
	})
}

func made(n int) []string {
	rng := rand.New(rand.NewPCG(uint64(n), 1))
	zipf := rand.NewZipf(rng, 1.2, 4, 4999)
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprint("w", zipf.Uint64())
	}
	return list
}

func BenchmarkTokens10000(b *testing.B) {
	s := strings.Join(made(10000), " ")
	b.ReportAllocs()
	for b.Loop() {
		Tokens(s)
	}
}
