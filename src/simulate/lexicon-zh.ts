import type { Lexicon } from "./lexicon.js";

/** Chinese: queries whose tokens are single characters. */
export const CHINESE: Lexicon = {
  entity: "{name}{noun}",
  names: ["云岭", "青浦", "石泉", "南屏", "临江", "白鹿", "松原", "锦溪", "望海", "长宁", "丹霞", "古田"],
  subjects: [
    { noun: "大桥", look: "横跨河面的三孔石桥" },
    { noun: "钟楼", look: "铜顶的细长砖塔" },
    { noun: "剧院", look: "广场上有白色圆柱的圆形建筑" },
    { noun: "灯塔", look: "礁石岬角上的条纹灯塔" },
  ],
  attributes: [
    {
      ask: "建成年份",
      values: ["1887", "1904", "1908", "1912", "1926", "1931", "1957"],
      queries: ["{e} 建成年份", "{e} 哪一年建成", "{e} 建成于哪年", "{e} 的建成年份是哪一年"],
      otherQueries: ["{e} 历史沿革", "{e} 的历史沿革"],
      sentence: "{e}历时四年，于{v}年建成，今天所见的主体即为当时所建。",
    },
    {
      ask: "设计师姓名",
      values: ["林若川", "沈怀瑾", "周庭远", "许念初", "顾长青", "陆知行"],
      queries: ["{e} 设计师", "{e} 设计师是谁", "{e} 的设计师姓名", "谁设计了{e}"],
      otherQueries: ["{e} 方案竞赛 中选", "{e} 竞赛中选方案"],
      sentence: "评委选中了{v}的方案，{v}主持{e}的设计直至竣工。",
    },
    {
      ask: "高度（米）",
      values: ["24", "31", "38", "42", "47", "53"],
      queries: ["{e} 高度 米", "{e} 高多少米", "{e} 的高度是多少米", "{e} 有多高"],
      otherQueries: ["{e} 技术参数", "{e} 技术参数表"],
      sentence: "从地面到最高点，{e}高{v}米。",
    },
    {
      ask: "主要建筑材料",
      values: ["花岗岩", "砂岩", "石灰岩", "玄武岩", "铸铁", "大理石"],
      queries: ["{e} 建筑材料", "{e} 主要建筑材料", "{e} 用什么材料建造", "{e} 的材料"],
      otherQueries: ["{e} 修缮报告", "{e} 修缮工程报告"],
      sentence: "修缮人员指出，{e}主要以{v}建造，取自附近。",
    },
  ],
  asides: [
    { queries: ["{e} 门票价格", "{e} 门票多少钱"], sentence: "{e}门票六十元，儿童免费。" },
    { queries: ["{e} 停车场", "{e} 附近停车"], sentence: "最近的停车场距{e}步行五分钟。" },
    { queries: ["{e} 游客评价", "{e} 游客的评价"], sentence: "游客给{e}四星，称赞景色与安静。" },
  ],
  details: [
    { label: "铜牌", ask: "铜牌上刻的词", values: ["信义", "守望", "晨光", "丰年", "和合"] },
    { label: "钟面", ask: "钟面上的时间", values: ["10:08", "3:40", "7:25", "12:15", "5:50"] },
    { label: "红色横幅", ask: "红色横幅上的数字", values: ["17", "28", "39", "64", "71"] },
    { label: "店铺招牌", ask: "店铺招牌上的店名", values: ["百灵书屋", "蓝壶茶馆", "老罗盘", "三鹭楼", "茴香小馆"] },
  ],
  plain: ["左边的树", "多云的天空", "台阶上的人群", "铺路石", "路灯"],
  suffixes: ["百科", "官网", "资料"],
  say: {
    separator: "；",
    question: "请看图，依次回答，并以分号隔开：{asks}。",
    named: "图中是{e}。",
    askName: "建筑或地点的名称",
    describe: ["{look}", "著名的{look}", "{look} 名称"],
    imageFound: "图片搜索结果：\n1. {e} - 百科条目。{look}；主图与所给图片一致。\n2. {e}图集，四十张照片。",
    describedFound: "{e}远近闻名：{look}，当地仅此一处。",
    imageUseless: "图片搜索结果：\n1. 旅行相册，共 212 张。\n2. 壁纸：{look}。没有更多说明。",
    textFound: "文本搜索结果：\n1. {s}\n2. 一份地区指南提到了{e}，并指向上一页。",
    zoomFound: "裁剪图显示{label}，上面的内容清晰可见：{v}。",
    zoomPlain: "裁剪图显示{label}，没有可读的内容。",
    nothing: {
      image_search: "图片搜索结果：未找到相似图片。",
      text_search: "文本搜索结果：没有匹配的文档。",
      image_zoom_in_tool: "裁剪图模糊，无法辨认。",
    },
    malformed: "错误：{tool} 的参数不是有效的 JSON。",
    think: {
      image_search: ["先弄清图中是什么。", "用图片搜索看看这是哪里。"],
      text_search: ["看起来是{e}，用文字查一下。", "还缺一项，关于{e}的网页应该有。"],
      image_zoom_in_tool: ["{label}太小，放大看。", "仔细看看{label}。"],
      answer: ["信息齐了，可以回答。", "逐项核对完毕，可以作答。"],
      unsure: ["没有全部找到，按已有的信息回答。", "有一部分是猜测，先作答。"],
    },
  },
};
