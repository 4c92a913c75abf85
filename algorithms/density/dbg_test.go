package density
import ("testing";"context";"fmt";"math")
func TestDbg(t *testing.T){
 for _, c := range []struct{n,d int; cos bool; eps float64}{{5000,100,true,.1},{20000,16,false,2.5}} {
 x,_ := newPoints(blobs(c.n,c.d), c.cos, 0)
 b,_ := newBalls(context.Background(), x)
 reach := math.Sqrt(x.squared(c.eps))
 tot, rad, apart, hits, one := 0, 0., 0, 0, 0
 for i := range b.list { o:=&b.list[i]; rad+=o.radius; if o.to-o.from < 8 {one++}
  st := b.near(o, reach, nil)
  for at:=o.from; at<o.to; at++ { for _, s := range st { if b.apart(b.rows.Row(at), s.ball, reach) {apart++; continue}; tot += s.ball.to-s.ball.from
   _ = hits } } }
 fmt.Println(len(b.list), rad/float64(len(b.list)), tot, apart, one)
 }
}
