const span = (text: string) =>
  text
    .replace(/ s$/, ' 秒')
    .replace(/ min$/, ' 分钟')
    .replace(/ h$/, ' 小时')
    .replace(/ days$/, ' 天')

const CONDITIONS: Readonly<Record<string, string>> = {
  ready: '就绪',
  busy: '正忙',
  unreachable: '无应答',
  needs_action: '需要处理',
  maintenance: '维护中',
}

type Sentence = readonly [RegExp, (...parts: string[]) => string]

/** The agent's own English sentences (doctor, ports, the way to the hub) → Chinese. A test holds each to the code that says it. */
export const SENTENCES: readonly Sentence[] = [
  // The port test.
  [/^Greeting (\S+) \((.+) at (.+)\) …$/, (key, protocol, at) => `正在联系 ${key}（${at}，${protocol}）…`],
  [/^silent; trying (\d+) baud …$/, (rate) => `无应答；改试 ${rate} 波特 …`],
  [
    /^The terminal on (\S+) answers at (\d+) baud, configured is (\d+)\. Set serial\.baudRate to \d+\.$/,
    (port, found, set) => `${port} 上的终端以 ${found} 波特应答，配置的是 ${set}。请把 serial.baudRate 设为 ${found}。`,
  ],
  [
    /^The port (\S+) opens, but nothing answers on it, at any rate\. Check the cable .* is set to (.+)\.$/,
    (port, protocol) =>
      `端口 ${port} 能打开，但任何速率都没有应答。请检查电缆（交叉或直连）、终端是否开机，以及它的收银接口是否设为 ${protocol}。`,
  ],
  [
    /^(\S+) takes the connection, but says nothing in (.+)\. Check that the terminal's till interface is on and .*\.$/,
    (at, protocol) => `${at} 接受连接，但没有 ${protocol} 应答。请检查终端的收银接口是否打开，以及是否有其他收银机连着它。`,
  ],
  [
    /^Something answers at (\S+), but not in (.+?): (.+)\. Correct the protocol, the port or the terminal's till interface\.$/,
    (at, protocol) => `${at} 有应答，但不是 ${protocol}。请更正协议、端口或终端的收银接口设置。`,
  ],
  [
    /^(.+) at (\S+) answers and is ready(?: \((.+)\))?\.$/,
    (protocol, at, who) => `${at} 的终端（${protocol}）有应答并已就绪${who === '' ? '' : `：${who}`}。`,
  ],
  [
    /^(.+) at (\S+) answers(?: \((.+)\))?, but (?:is )?(needs attention|in maintenance|busy|\S+)(?:: (.+))?\.$/,
    (protocol, at, _who, state, why) =>
      `${at} 的终端（${protocol}）有应答，但${state === 'needs attention' ? '需要处理' : state.includes('maintenance') ? '在维护中' : '正忙'}${why === '' ? '' : `：${why}`}。`,
  ],
  // Ports.
  [
    /^There is no port (\S+): check that the cable or adapter is plugged in; `ports` lists what is there\.$/,
    (port) => `没有端口 ${port}：请检查电缆或适配器是否插好。下面的列表是现有的端口。`,
  ],
  [/^Port (\S+) has gone: .*$/, (port) => `端口 ${port} 消失：电缆或适配器被拔出。`],
  [/^Port (\S+) is in use by another program: .*$/, (port) => `端口 ${port} 被其他程序占用：请停止其他收银软件或代理。`],
  [/^Port (\S+) cannot be opened: another program .*$/, (port) => `端口 ${port} 打不开：被其他程序占用，或本用户无权使用。`],
  [
    /^This service may not open (\S+): its sandbox .*$/,
    (port) =>
      `本服务不能打开 ${port}：其沙箱只允许已知的串口。插好转接器后重新启动服务；其他类型的端口请添加 DeviceAllow=（systemctl edit counterfoil-agent）。`,
  ],
  [
    /^This user may not open (\S+): .*$/,
    (port) => `本用户无权打开 ${port}：请把它加入端口所属的组（Debian：adduser 用户 dialout），然后重启。`,
  ],
  [/^Its port is being tested from the local page\.$/, () => '正在从本机页面测试其端口。'],
  [
    /^The terminal at (\S+) closed the connection at once; does another till hold it\?$/,
    (at) => `终端 ${at} 一连上就断开：是否有其他收银机占用它？`,
  ],
  [/^The terminal at (\S+) closed the connection$/, (at) => `终端 ${at} 断开了连接`],
  // The terminals as the doctor finds them beside a running agent.
  [/^The running agent has not heard of this terminal yet\.$/, () => '运行中的代理尚未收到该终端的消息。'],
  [
    /^The running agent holds it and says: (\S+)(?: \(.+\))? for (.+)\.$/,
    (condition, time) => `由运行中的代理使用，状态：${CONDITIONS[condition] ?? condition}，已 ${span(time)}。`,
  ],
  // Config and identity.
  [/^The config (\S+) is in order: (\d+) terminals?\.$/, (path, count) => `配置文件 ${path} 正常：${count} 台终端。`],
  [/^Enrolled for store (\S+); only this user can read the key\.$/, (store) => `已注册到门店 ${store}；密钥只有本用户可读。`],
  [
    /^This agent is not enrolled\..*$/,
    () => '此代理尚未注册。请在控制台为门店生成加入码，然后执行：enrol --hub 地址 --code 加入码',
  ],
  [
    /^Set by this machine’s own file alone(: it refuses what the hub sends .*)?\.$/,
    (refuses) => (refuses === '' ? '只按本机文件设置。' : '只按本机文件设置：不接受中枢下发的配置（hubConfiguration: refuse）。'),
  ],
  // The record.
  [/^All (\d+) recorded events are delivered\.$/, (count) => `已记录的 ${count} 条事件全部送达。`],
  [
    /^(\d+) of (\d+) recorded events wait for the hub, the oldest for (.+)\.$/,
    (waiting, all, time) => `${all} 条事件中有 ${waiting} 条等待上传，最早的已等 ${span(time)}。`,
  ],
  [
    /^(\d+) events of an earlier enrolment wait in (\S+) and are delivered in its name, where its key was kept\.$/,
    (count, path) => `以前注册的 ${count} 条事件在 ${path} 中等待；若其密钥仍在，将以原身份送达。`,
  ],
  [
    /^The record takes (\d+) of (\d+) MB, its disk has (\d+) MB left(?:\.|(: free disk space.*)|(: new payments are refused.*))$/,
    (used, limit, free, warn, bad) =>
      `记录占用 ${used} / ${limit} MB，磁盘剩余 ${free} MB${bad !== '' ? '：腾出空间之前不受理新交易。' : warn !== '' ? '：请腾出磁盘空间，或查明事件为何没有送达。' : '。'}`,
  ],
  [/^This hub has shown no record yet\.$/, () => '该中枢尚未出示记录。'],
  [
    /^The hub’s record of (\d+) entries goes on from all that this agent has seen\.( Something was refused earlier; it is kept as evidence\.)?(?: Last looked at (.+) ago\.)?$/,
    (size, earlier, ago) =>
      `中枢的记录有 ${size} 条，与此代理所见一致。${earlier === '' ? '' : '此前有内容被拒绝，已留作证据。'}${ago === '' ? '' : `${span(ago)}前查看过。`}`,
  ],
  // The hub.
  [/^Batches go to (\S+) by (WebSocket|HTTPS POST)\.$/, (address, way) => `数据经 ${way} 送往 ${address}。`],
  [/^The hub answers at (\S+)\.$/, (address) => `中枢在 ${address} 有应答。`],
  [
    /^The hub answers at (\S+) and knows this agent; it has events up to (\d+)\.$/,
    (address, seq) => `中枢在 ${address} 有应答并认识此代理；已有事件到第 ${seq} 号。`,
  ],
  [
    /^This machine's clock is ([\d.]+) s (ahead of|behind) the hub's\.( Turn its time service on \(NTP\)\.)?$/,
    (seconds, way, ntp) =>
      `本机时钟比中枢${way === 'behind' ? '慢' : '快'} ${seconds} 秒。${ntp === '' ? '' : '请打开时间服务（NTP）。'}`,
  ],
  [/^The agent has not connected yet\.$/, () => '代理尚未连接。'],
  [
    /^No connection to the hub: (.+?)\. Check hub\.url, the network and the firewall .*\.$/,
    (why) => `连不上中枢：${why}。请检查 hub.url、网络和防火墙（须放行 WebSocket，至少 HTTPS POST）。`,
  ],
  [/^No connection to the hub: (.+)$/, (why) => `连不上中枢：${why}`],
  [
    /^(\S+) takes the connection but does not answer like a hub within 20 s\..*$/,
    (address) =>
      `${address} 接受连接，但 20 秒内没有像中枢那样应答。这是中枢的地址，而不是控制台的吗？如果是，中枢可能正忙，请一分钟后再试。`,
  ],
  [/^The hub answers, but refuses this agent: (.+)$/, (why) => `中枢有应答，但拒绝此代理：${why}`],
  // The till API.
  [/^The running agent serves tills on (\S+)\.$/, (where) => `运行中的代理在 ${where} 为收银机服务。`],
  [
    /^The agent runs, but nothing listens on (\S+): its log says why\.$/,
    (where) => `代理在运行，但 ${where} 没有监听：原因见其日志。`,
  ],
]
