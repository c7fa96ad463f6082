"""What we say in WeChat besides the answers themselves."""

from __future__ import annotations

WELCOME = (
    "您好!我可以帮您弄清在东莞办事要走哪几步、跑哪里、带什么。直接打字或发语音说说您的情况就行,"
    "比如从哪里来、住在哪个镇、想办什么。下面的菜单里可以看办事路线和进度,也可以转人工。"
)
FIRST = "收到了,我正在替您理,马上发给您。"
FIRST_AND_ASK = "收到了,我正在替您理。请过几秒随便回我一个字,我就把结果发给您。"
UNHEARD = "这段语音我没有听清。请再说一遍,或者打字告诉我。"
UNREAD = "图片、视频、文件我还看不了。请用一两句话打字或者发语音告诉我。"
JOINED = "接上了:网页上说过的我都记得,您接着说就行。"
NO_LINK = "这个链接打不开,可能那次对话已经删除。您直接说说情况,我们重新来。"
QUICK = "回数字就行:"
CARD = "您的办事路线"
MEASURES = "{trips} 趟 · {items} 件事 · {materials} 份材料,点开看每一步。"
NOTICE = "一次性告知单(可以打印):{url}"
WHOLE = "说得长,这里只发了一部分,全文在这里:{url}"
LEFT_OUT = "……(说得长,中间一段略去,打开路线能看全)"
PROGRESS_NONE = "还没有排过办事路线。说说您想办成什么,我来排。"
PROGRESS = "您的路线一共 {all} 步。"
NEXT = "接下来是:{title},{place}。"
DONE = "已经办好 {done} 件。"
QUEUE = "转人工:前面还有 {ahead} 位,请稍等。"
WITH_AGENT = "转人工:坐席已经在接待您。"
