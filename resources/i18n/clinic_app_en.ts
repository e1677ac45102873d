<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
 <context>
  <name>AboutCard</name>
  <message>
   <source>关于</source>
   <translation>About</translation>
  </message>
  <message>
   <source>审计记录</source>
   <translation>Audit entries</translation>
  </message>
  <message>
   <source>打电话问问题时，先念这几行。</source>
   <translation>Read out these lines first when you call for help.</translation>
  </message>
  <message>
   <source>数据文件夹 {folder}</source>
   <translation>Data folder {folder}</translation>
  </message>
  <message>
   <source>本机编号 {number}　{organisation}　{role}　县平台 {server}</source>
   <translation>Computer no. {number}  {organisation}  {role}  county platform {server}</translation>
  </message>
  <message>
   <source>程序版本 {version}</source>
   <translation>Program version {version}</translation>
  </message>
  <message>
   <source>规则版本 {rules}</source>
   <translation>Rule version {rules}</translation>
  </message>
 </context>
 <context>
  <name>AccountsCard</name>
  <message>
   <source>改自己的密码，加人，设新密码，停用，换角色。每个人用自己的名字登录，谁做了什么才分得清。</source>
   <translation>Change your password, add people, set passwords, close accounts, change roles. With a name for each person it is clear who did what.</translation>
  </message>
  <message>
   <source>能打开这台电脑的人</source>
   <translation>People who can open this computer's data</translation>
  </message>
  <message>
   <source>账户和密码</source>
   <translation>Accounts and passwords</translation>
  </message>
 </context>
 <context>
  <name>AccountsPage</name>
  <message>
   <source>{names}。要加人、忘了密码、换角色，找他；自己的密码自己在下面改。</source>
   <translation>{names}. Ask them to add people, after a forgotten password or for another role; change your own password below.</translation>
  </message>
  <message>
   <source>谁管理这台电脑</source>
   <translation>Who looks after this computer</translation>
  </message>
  <message>
   <source>账户</source>
   <translation>Accounts</translation>
  </message>
 </context>
 <context>
  <name>AttachmentPage</name>
  <message>
   <source>内容还没收到：对方传到县平台后，下次同步就到，到了这里会显示</source>
   <translation>The content has not come yet: once the sender has sent it to the county, the next sync brings it and it is shown here</translation>
  </message>
  <message>
   <source>本机没有这个附件</source>
   <translation>This attachment is not on this laptop</translation>
  </message>
  <message>
   <source>返回</source>
   <translation>Back</translation>
  </message>
  <message>
   <source>附件</source>
   <translation>Attachment</translation>
  </message>
 </context>
 <context>
  <name>AttachmentStrip</name>
  <message>
   <source>PDF</source>
   <translation>PDF</translation>
  </message>
  <message>
   <source>加附件</source>
   <translation>Attach</translation>
  </message>
  <message>
   <source>县平台不收</source>
   <translation>not accepted by the county</translation>
  </message>
  <message>
   <source>已传到县平台</source>
   <translation>at the county</translation>
  </message>
  <message>
   <source>待传</source>
   <translation>waiting to be sent</translation>
  </message>
  <message>
   <source>文件打不开，没有加上；换一个文件再试</source>
   <translation>The file cannot be opened and was not attached; try another file</translation>
  </message>
  <message>
   <source>没有加上：{why}</source>
   <translation>Not attached: {why}</translation>
  </message>
  <message>
   <source>照片</source>
   <translation>Photo</translation>
  </message>
  <message>
   <source>照片和PDF (*.jpg *.jpeg *.png *.pdf)</source>
   <translation>Photos and PDF (*.jpg *.jpeg *.png *.pdf)</translation>
  </message>
  <message>
   <source>照片（JPEG、PNG）或PDF；照片会缩小，不带拍摄地点</source>
   <translation>A photo (JPEG, PNG) or PDF; photos are made smaller and lose the place where they were taken</translation>
  </message>
  <message>
   <source>还没收到</source>
   <translation>not received yet</translation>
  </message>
  <message>
   <source>选照片或PDF</source>
   <translation>Choose a photo or PDF</translation>
  </message>
  <message>
   <source>附件已保存在本机，联网后自动传出</source>
   <translation>The attachment is saved on this laptop; it is sent when there is a line</translation>
  </message>
  <message>
   <source>附件已加到{day}的随访，保存在本机，联网后自动传出</source>
   <translation>Attached to the visit of {day} and saved on this laptop; it is sent when there is a line</translation>
  </message>
  <message>
   <source>附件（{count}）</source>
   <translation>Attachments ({count})</translation>
  </message>
 </context>
 <context>
  <name>AttemptPage</name>
  <message>
   <source>{count} 人一起记</source>
   <translation>{count} people together</translation>
  </message>
  <message>
   <source>{count}个不同日期都没有联系上，可以按 F9 记为失访；也可以接着再试。</source>
   <translation>Not reached on {count} different days. F9 notes the person as lost; or go on trying.</translation>
  </message>
  <message>
   <source>{count}次没有联系上</source>
   <translation>not reached {count} times</translation>
  </message>
  <message>
   <source>以前没有联系过</source>
   <translation>No earlier attempt</translation>
  </message>
  <message>
   <source>以前的联系</source>
   <translation>Earlier attempts</translation>
  </message>
  <message>
   <source>已记下这次联系</source>
   <translation>The attempt is noted</translation>
  </message>
  <message>
   <source>已记下这次联系，共 {count} 人</source>
   <translation>Noted for {count} people</translation>
  </message>
  <message>
   <source>已记为失访。联系上以后照常随访就恢复</source>
   <translation>Noted as lost to follow-up. The next visit takes the person back</translation>
  </message>
  <message>
   <source>本机没有这位居民，先建档或同步</source>
   <translation>This resident is not on this computer; register or sync first</translation>
  </message>
  <message>
   <source>没联系上</source>
   <translation>No answer</translation>
  </message>
  <message>
   <source>电话</source>
   <translation>Telephone</translation>
  </message>
  <message>
   <source>联系人</source>
   <translation>Contact</translation>
  </message>
  <message>
   <source>记为失访</source>
   <translation>Lost to follow-up</translation>
  </message>
 </context>
 <context>
  <name>AuditPage</name>
  <message>
   <source>{count} 条</source>
   <translation>{count} entries</translation>
  </message>
  <message>
   <source>{first} 至 {last}</source>
   <translation>{first} to {last}</translation>
  </message>
  <message>
   <source>“{text}”不是日期，没有按它筛选，写成 2026-11-22</source>
   <translation>“{text}” is no date and was not filtered by; write 2026-11-22</translation>
  </message>
  <message>
   <source>从哪天</source>
   <translation>From day</translation>
  </message>
  <message>
   <source>做了什么</source>
   <translation>What was done</translation>
  </message>
  <message>
   <source>到哪天</source>
   <translation>To day</translation>
  </message>
  <message>
   <source>号</source>
   <translation>No.</translation>
  </message>
  <message>
   <source>审计</source>
   <translation>Audit</translation>
  </message>
  <message>
   <source>审计记录</source>
   <translation>Audit entries</translation>
  </message>
  <message>
   <source>对象</source>
   <translation>About</translation>
  </message>
  <message>
   <source>对象：居民姓名</source>
   <translation>About: a resident's name</translation>
  </message>
  <message>
   <source>所有人</source>
   <translation>Everybody</translation>
  </message>
  <message>
   <source>所有动作</source>
   <translation>Every action</translation>
  </message>
  <message>
   <source>日期</source>
   <translation>Day</translation>
  </message>
  <message>
   <source>时间</source>
   <translation>Time</translation>
  </message>
  <message>
   <source>没有符合条件的审计记录，改一改上面的条件。</source>
   <translation>No entry fits; change the filters above.</translation>
  </message>
  <message>
   <source>至</source>
   <translation>to</translation>
  </message>
  <message>
   <source>说明</source>
   <translation>Details</translation>
  </message>
  <message>
   <source>谁</source>
   <translation>Who</translation>
  </message>
 </context>
 <context>
  <name>BackupCard</name>
  <message>
   <source>上次自动备份 {time}，加密保存在本机，保留三天。</source>
   <translation>Last automatic backup {time}, encrypted on this computer, kept three days.</translation>
  </message>
  <message>
   <source>不用第二处</source>
   <translation>No second place</translation>
  </message>
  <message>
   <source>以后不再备份到第二处，那里已有的备份留着</source>
   <translation>No more copies go to the second place; those already there stay</translation>
  </message>
  <message>
   <source>备份</source>
   <translation>Backup</translation>
  </message>
  <message>
   <source>备份到</source>
   <translation>Back up to</translation>
  </message>
  <message>
   <source>备份到第二处</source>
   <translation>Backup to the second place</translation>
  </message>
  <message>
   <source>备份好了，内容已核对</source>
   <translation>Backup finished, contents verified</translation>
  </message>
  <message>
   <source>好了，以后每天和退出时也备份到第二处</source>
   <translation>Done. Every day and on closing a copy also goes to the second place</translation>
  </message>
  <message>
   <source>恢复：在新的或空的数据文件夹上运行 clinic-app restore 文件，再用原来的姓名和密码登录。</source>
   <translation>Restore: on a new or empty data folder run clinic-app restore FILE, then sign in with the former name and password.</translation>
  </message>
  <message>
   <source>正在做，进度在窗口下边；可以去别的页面</source>
   <translation>Under way, progress stands at the bottom of the window; you may go to other pages</translation>
  </message>
  <message>
   <source>正在改…</source>
   <translation>Changing…</translation>
  </message>
  <message>
   <source>没有第二处备份：电脑丢了、坏了，本机的备份也就没有了。选U盘或另一块磁盘。</source>
   <translation>No backup at a second place: if the computer is lost or breaks, the copies on it are gone too. Choose a USB stick or another disk.</translation>
  </message>
  <message>
   <source>演练恢复</source>
   <translation>Rehearse restoring</translation>
  </message>
  <message>
   <source>现在备份到…</source>
   <translation>Back up now to…</translation>
  </message>
  <message>
   <source>第二处 {place}：上次备份 {time}，保留三天。</source>
   <translation>Second place {place}: last backup {time}; three days are kept.</translation>
  </message>
  <message>
   <source>第二处 {place}：现在没有备份（没接上，或还没做过）。</source>
   <translation>Second place {place}: no backup there now (not connected, or none made yet).</translation>
  </message>
  <message>
   <source>第二处备份放在哪里</source>
   <translation>Where to keep the second copy</translation>
  </message>
  <message>
   <source>还没有自动备份。程序每天和退出时自动留一份加密备份，保留三天。</source>
   <translation>No automatic backup yet. The program keeps an encrypted copy every day and when it is closed; three days are kept.</translation>
  </message>
  <message>
   <source>选第二处…</source>
   <translation>Second place…</translation>
  </message>
 </context>
 <context>
  <name>BundlePage</name>
  <message>
   <source>{people} 人，{due} 人有到期的。Enter 开始，保存后下一位自己打开</source>
   <translation>{people} people, {due} with something due. Enter begins; after saving the next one opens</translation>
  </message>
  <message>
   <source>下一户</source>
   <translation>Next household</translation>
  </message>
  <message>
   <source>户主 {name}</source>
   <translation>Head of household {name}</translation>
  </message>
  <message>
   <source>本机没有这一户，先同步</source>
   <translation>This household is not on this laptop; sync first</translation>
  </message>
  <message>
   <source>没有到期的</source>
   <translation>Nothing due</translation>
  </message>
  <message>
   <source>没有到期的；{age}岁以上，近一年没有量过血压，可以只量血压（{rule}）</source>
   <translation>Nothing due; {age} or older and no pressure taken for a year: the pressure alone may be taken ({rule})</translation>
  </message>
  <message>
   <source>这一户现在没有到期的</source>
   <translation>Nothing is due in this household now</translation>
  </message>
 </context>
 <context>
  <name>Button</name>
  <message>
   <source>按 {key}</source>
   <translation>Press {key}</translation>
  </message>
 </context>
 <context>
  <name>CallBacksPage</name>
  <message>
   <source>{count}次</source>
   <translation>{count} times</translation>
  </message>
  <message>
   <source>{day}出院　{diagnosis}</source>
   <translation>Discharged {day}　{diagnosis}</translation>
  </message>
  <message>
   <source>{level}回访</source>
   <translation>Call by the {level}</translation>
  </message>
  <message>
   <source>今天没有到期的回访。写回转单时填了出院日期的患者，到日子会排在这里。</source>
   <translation>No call is due today. Patients whose return slip names a discharge stand here on their day.</translation>
  </message>
  <message>
   <source>出院</source>
   <translation>Discharged</translation>
  </message>
  <message>
   <source>出院回访</source>
   <translation>Calls after discharge</translation>
  </message>
  <message>
   <source>到期</source>
   <translation>Due</translation>
  </message>
  <message>
   <source>已记下这次回访</source>
   <translation>The call is written down</translation>
  </message>
  <message>
   <source>患者</source>
   <translation>Patient</translation>
  </message>
  <message>
   <source>没打通</source>
   <translation>Not reached</translation>
  </message>
  <message>
   <source>没打通或要再问时填</source>
   <translation>When nobody answered, or to ask again</translation>
  </message>
  <message>
   <source>级别</source>
   <translation>Level</translation>
  </message>
 </context>
 <context>
  <name>CarriedEditor</name>
  <message>
   <source>{drug}（剩{days}天）</source>
   <translation>{drug} ({days} days left)</translation>
  </message>
  <message>
   <source>{drug}（已断药{days}天）</source>
   <translation>{drug} (ran out {days} days ago)</translation>
  </message>
  <message>
   <source>✓ 不变</source>
   <translation>✓ Unchanged</translation>
  </message>
  <message>
   <source>上次没有记录</source>
   <translation>Nothing recorded last time</translation>
  </message>
  <message>
   <source>不变</source>
   <translation>Unchanged</translation>
  </message>
  <message>
   <source>又取药</source>
   <translation>Fetched again</translation>
  </message>
  <message>
   <source>取药日期</source>
   <translation>Fetched on</translation>
  </message>
  <message>
   <source>可用天数</source>
   <translation>Days supplied</translation>
  </message>
  <message>
   <source>填写　空格</source>
   <translation>Fill in  Space</translation>
  </message>
  <message>
   <source>调整　空格</source>
   <translation>Change  Space</translation>
  </message>
 </context>
 <context>
  <name>CheckCard</name>
  <message>
   <source>各项都好</source>
   <translation>Everything is fine</translation>
  </message>
  <message>
   <source>有 {count} 项要处理：{names}</source>
   <translation>{count} things need attention: {names}</translation>
  </message>
  <message>
   <source>正在查…</source>
   <translation>Checking…</translation>
  </message>
  <message>
   <source>磁盘、备份、时钟、网络、打印机、审计链，哪里不对、怎么办；打包日志；最近的后台工作。</source>
   <translation>Disk, backup, clock, network, printers, audit chain: what is wrong and what to do; packing logs; recent background work.</translation>
  </message>
  <message>
   <source>自检</source>
   <translation>Self-check</translation>
  </message>
  <message>
   <source>自检和支持</source>
   <translation>Self-check and support</translation>
  </message>
 </context>
 <context>
  <name>CheckWatch</name>
  <message>
   <source>{words}。{advice}</source>
   <translation>{words}. {advice}</translation>
  </message>
  <message>
   <source>自检</source>
   <translation>Self-check</translation>
  </message>
 </context>
 <context>
  <name>ChoiceEditor</name>
  <message>
   <source>按 {key}</source>
   <translation>Press {key}</translation>
  </message>
 </context>
 <context>
  <name>ClaimPage</name>
  <message>
   <source>{name} 的迁入已保存，同步后档案就到本机</source>
   <translation>{name}: saved; the file comes with the next sync</translation>
  </message>
  <message>
   <source>为什么迁入</source>
   <translation>Why they come</translation>
  </message>
  <message>
   <source>从别村迁入</source>
   <translation>Bring over from another village</translation>
  </message>
  <message>
   <source>写明原因再迁入，原村也看得到</source>
   <translation>Write the reason first; the old village sees it too</translation>
  </message>
  <message>
   <source>原因</source>
   <translation>Reason</translation>
  </message>
  <message>
   <source>县平台没有证件号码和姓名都相同的居民。核对后再查，或在本村新建档案。</source>
   <translation>The county has nobody with this number and name. Check them and look again, or register the person here.</translation>
  </message>
  <message>
   <source>姓名</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>按证件号码和姓名在县平台查一位居民，两样都要写全。要联网；查到后核对，再迁入。</source>
   <translation>Look for one person at the county by the whole number and the whole name. A line is needed; check who was found, then bring them over.</translation>
  </message>
  <message>
   <source>查找</source>
   <translation>Look up</translation>
  </message>
  <message>
   <source>正在联系县平台…</source>
   <translation>Contacting the county platform…</translation>
  </message>
  <message>
   <source>现在的档案在：{place}</source>
   <translation>The file is now at: {place}</translation>
  </message>
  <message>
   <source>证件号码</source>
   <translation>Number</translation>
  </message>
  <message>
   <source>证件类别</source>
   <translation>Kind of document</translation>
  </message>
  <message>
   <source>迁入</source>
   <translation>Bring over</translation>
  </message>
  <message>
   <source>迁入后下次同步，全部档案就到本机；原村会收到通知，没有传完的记录照常接收。</source>
   <translation>At the next sync the whole file comes to this computer; the old village is told, and what it has not sent yet is still taken.</translation>
  </message>
  <message>
   <source>迁到</source>
   <translation>To</translation>
  </message>
  <message>
   <source>返回</source>
   <translation>Back</translation>
  </message>
 </context>
 <context>
  <name>ColumnMap</name>
  <message>
   <source>{count} 列，各是什么</source>
   <translation>{count} columns and what each is</translation>
  </message>
  <message>
   <source>“{column}”是什么</source>
   <translation>What “{column}” is</translation>
  </message>
  <message>
   <source>不导入</source>
   <translation>Leave out</translation>
  </message>
 </context>
 <context>
  <name>CompleteSlipPage</name>
  <message>
   <source>已补充，保存在本机，联网后自动送出</source>
   <translation>Completed and saved on this computer; it is sent when there is a network</translation>
  </message>
  <message>
   <source>患者是谁</source>
   <translation>Who the patient is</translation>
  </message>
  <message>
   <source>接诊方要求：{reason}</source>
   <translation>The receiver asks for: {reason}</translation>
  </message>
  <message>
   <source>时间、核对和检查</source>
   <translation>Times, check-list and tests</translation>
  </message>
  <message>
   <source>本机没有这张转诊单</source>
   <translation>This referral is not on this computer</translation>
  </message>
  <message>
   <source>病情</source>
   <translation>Condition</translation>
  </message>
  <message>
   <source>知情同意</source>
   <translation>Informed consent</translation>
  </message>
  <message>
   <source>给接诊方的话</source>
   <translation>A word to the receiver</translation>
  </message>
  <message>
   <source>补充　{who}</source>
   <translation>Complete　{who}</translation>
  </message>
  <message>
   <source>补充并送出</source>
   <translation>Complete and send</translation>
  </message>
  <message>
   <source>还没有写补充的内容；确实没有的，在备注里写一句</source>
   <translation>Nothing has been added yet; where there is truly nothing, say so in the note</translation>
  </message>
  <message>
   <source>还缺：{missing}</source>
   <translation>Still missing: {missing}</translation>
  </message>
 </context>
 <context>
  <name>ConflictsPage</name>
  <message>
   <source>{count} 条</source>
   <translation>{count} entries</translation>
  </message>
  <message>
   <source>{what}在两处填得不同，选之前照常使用现在显示的值</source>
   <translation>{what}: filled in differently in two places; the value shown stays in use until you choose</translation>
  </message>
  <message>
   <source>一处作废了这条记录，另一处改了它，选之前照常使用</source>
   <translation>One place withdrew this record, the other changed it; it stays in use until you choose</translation>
  </message>
  <message>
   <source>不写了</source>
   <translation>Do not write another</translation>
  </message>
  <message>
   <source>为什么这样选</source>
   <translation>Why this one</translation>
  </message>
  <message>
   <source>以后来填写的为准</source>
   <translation>The later one counts</translation>
  </message>
  <message>
   <source>保存</source>
   <translation>Save</translation>
  </message>
  <message>
   <source>写明原因再选，选的结果别处也看得到</source>
   <translation>Write the reason first; others see your choice too</translation>
  </message>
  <message>
   <source>冲突</source>
   <translation>Conflicts</translation>
  </message>
  <message>
   <source>冲突处理</source>
   <translation>Conflicts</translation>
  </message>
  <message>
   <source>原因</source>
   <translation>Reason</translation>
  </message>
  <message>
   <source>另写</source>
   <translation>Write another</translation>
  </message>
  <message>
   <source>另写了一个值</source>
   <translation>Another value was written</translation>
  </message>
  <message>
   <source>哪条记录</source>
   <translation>Record</translation>
  </message>
  <message>
   <source>哪里不同</source>
   <translation>What differs</translation>
  </message>
  <message>
   <source>多久了</source>
   <translation>Since</translation>
  </message>
  <message>
   <source>已向本人核实</source>
   <translation>Confirmed with the person</translation>
  </message>
  <message>
   <source>已处理</source>
   <translation>Decided</translation>
  </message>
  <message>
   <source>已处理，联网后传到县平台</source>
   <translation>Decided; goes to the county when online</translation>
  </message>
  <message>
   <source>已撤销处理，这处冲突又待处理</source>
   <translation>Decision taken back; this conflict waits again</translation>
  </message>
  <message>
   <source>录入有误</source>
   <translation>Typing error</translation>
  </message>
  <message>
   <source>待处理</source>
   <translation>Waiting</translation>
  </message>
  <message>
   <source>撤销</source>
   <translation>Undo</translation>
  </message>
  <message>
   <source>撤销处理</source>
   <translation>Take the decision back</translation>
  </message>
  <message>
   <source>没有要处理的冲突。两处填得不同的值会列在这里，由人来选；选之前照常随访、转诊。</source>
   <translation>No conflicts. Values that two places filled in differently are listed here for a person to choose; care goes on meanwhile.</translation>
  </message>
  <message>
   <source>谁</source>
   <translation>Who</translation>
  </message>
  <message>
   <source>还没有处理</source>
   <translation>Not decided yet</translation>
  </message>
  <message>
   <source>还没有处理过的冲突。</source>
   <translation>No conflict has been decided yet.</translation>
  </message>
  <message>
   <source>采用{key}</source>
   <translation>Keep {key}</translation>
  </message>
  <message>
   <source>采用了 {key}</source>
   <translation>{key} was kept</translation>
  </message>
  <message>
   <source>；一起处理：{records}</source>
   <translation>; decided along: {records}</translation>
  </message>
 </context>
 <context>
  <name>Contenders</name>
  <message>
   <source>{name}（不同）</source>
   <translation>{name} (differs)</translation>
  </message>
  <message>
   <source>两边不同</source>
   <translation>The two sides differ</translation>
  </message>
  <message>
   <source>两边改之前：{values}</source>
   <translation>Before both changes: {values}</translation>
  </message>
  <message>
   <source>作废</source>
   <translation>Withdrawn</translation>
  </message>
  <message>
   <source>保留</source>
   <translation>Kept</translation>
  </message>
  <message>
   <source>另一台电脑上的人</source>
   <translation>Somebody at another computer</translation>
  </message>
  <message>
   <source>现在显示</source>
   <translation>Shown now</translation>
  </message>
  <message>
   <source>电脑尾号 {tail}</source>
   <translation>Computer …{tail}</translation>
  </message>
  <message>
   <source>这台电脑</source>
   <translation>This computer</translation>
  </message>
  <message>
   <source>这条记录</source>
   <translation>This record</translation>
  </message>
 </context>
 <context>
  <name>ContractPage</name>
  <message>
   <source>{count} 次</source>
   <translation>{count}</translation>
  </message>
  <message>
   <source>{item}（{count}次）</source>
   <translation>{item} ({count} times)</translation>
  </message>
  <message>
   <source>保存</source>
   <translation>Save</translation>
  </message>
  <message>
   <source>其他服务项目</source>
   <translation>Another service</translation>
  </message>
  <message>
   <source>其他服务项目，Enter 记下</source>
   <translation>Another service; Enter writes it down</translation>
  </message>
  <message>
   <source>备注</source>
   <translation>Note</translation>
  </message>
  <message>
   <source>履约记录</source>
   <translation>Services given</translation>
  </message>
  <message>
   <source>已履约 {done}/{all} 项</source>
   <translation>{done} of {all} services given</translation>
  </message>
  <message>
   <source>已撤销</source>
   <translation>Taken back</translation>
  </message>
  <message>
   <source>已记下这次服务</source>
   <translation>The service is written down</translation>
  </message>
  <message>
   <source>按 F6 续签</source>
   <translation>F6 renews</translation>
  </message>
  <message>
   <source>撤销刚记的</source>
   <translation>Take back the last one</translation>
  </message>
  <message>
   <source>日期</source>
   <translation>date</translation>
  </message>
  <message>
   <source>服务项目</source>
   <translation>Service</translation>
  </message>
  <message>
   <source>本机没有这位居民，先建档或同步</source>
   <translation>This resident is not on this computer; register or sync first</translation>
  </message>
  <message>
   <source>没有改动，不用保存</source>
   <translation>No changes, nothing to save</translation>
  </message>
  <message>
   <source>签约</source>
   <translation>Contract</translation>
  </message>
  <message>
   <source>签约　{person}</source>
   <translation>Contract　{person}</translation>
  </message>
  <message>
   <source>签约已保存</source>
   <translation>The contract is saved</translation>
  </message>
  <message>
   <source>签约要有居民签字或电话核实。期限一到三年。</source>
   <translation>A contract needs the resident's signature or a check by telephone. The term is one to three years.</translation>
  </message>
  <message>
   <source>续签</source>
   <translation>Renew</translation>
  </message>
  <message>
   <source>续签：新的一份，核对期限后保存</source>
   <translation>Renewal: a new contract. Check the term, then save</translation>
  </message>
  <message>
   <source>记一次服务（日期是今天）</source>
   <translation>Write down a service (dated today)</translation>
  </message>
  <message>
   <source>还没有居民签字或电话核实</source>
   <translation>Neither signed by the resident nor checked by telephone</translation>
  </message>
  <message>
   <source>还没有签约</source>
   <translation>No contract yet</translation>
  </message>
  <message>
   <source>还没有记过服务。</source>
   <translation>No service written down yet.</translation>
  </message>
 </context>
 <context>
  <name>DepartedList</name>
  <message>
   <source>{source} 不再由这台电脑负责</source>
   <translation>{source} is no longer this computer's</translation>
  </message>
  <message>
   <source>一户家庭</source>
   <translation>A household</translation>
  </message>
  <message>
   <source>从 {source} 迁到 {target}</source>
   <translation>From {source} to {target}</translation>
  </message>
  <message>
   <source>别的村</source>
   <translation>another village</translation>
  </message>
  <message>
   <source>已迁出</source>
   <translation>Moved away</translation>
  </message>
  <message>
   <source>已迁出待处理</source>
   <translation>Moved away, work pending</translation>
  </message>
  <message>
   <source>知道了</source>
   <translation>Noted</translation>
  </message>
  <message>
   <source>这些人的档案由新的村管理，本机不再保存；还有没传完的保存时，先留在本机。</source>
   <translation>Their new village keeps these files; this computer no longer does. Where saves are not yet sent, the file stays here until they are.</translation>
  </message>
 </context>
 <context>
  <name>Desktop</name>
  <message>
   <source>{problem}。已原样留底：{folder}。锁定后在登录处按“修复数据文件”</source>
   <translation>{problem}. Kept as found: {folder}. Lock, then press “Repair the data file” at the door</translation>
  </message>
  <message>
   <source>改密码</source>
   <translation>Password changed</translation>
  </message>
  <message>
   <source>正在做的事不打断：下次登录时换成这种语言</source>
   <translation>Work under way is not interrupted: the language changes at the next login</translation>
  </message>
  <message>
   <source>现在的密码是管理这台电脑的人设的，改成只有自己知道的</source>
   <translation>The present password was set by whoever looks after this computer; choose one that only you know</translation>
  </message>
 </context>
 <context>
  <name>Door</name>
  <message>
   <source>姓名</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>密码</source>
   <translation>Password</translation>
  </message>
  <message>
   <source>登录</source>
   <translation>Sign in</translation>
  </message>
  <message>
   <source>输入密码后再登录</source>
   <translation>Enter the password to sign in</translation>
  </message>
 </context>
 <context>
  <name>DoorPacket</name>
  <message>
   <source>打包日志给管理员…</source>
   <translation>Pack logs for the administrator…</translation>
  </message>
  <message>
   <source>日志打包好了，把这个文件交给管理员：{name}</source>
   <translation>The logs are packed; hand this file to the administrator: {name}</translation>
  </message>
  <message>
   <source>日志没有打包成，换一个位置再试</source>
   <translation>The logs were not packed; choose another place and try again</translation>
  </message>
 </context>
 <context>
  <name>DuplicatesPage</name>
  <message>
   <source>{count} 对</source>
   <translation>{count} pairs</translation>
  </message>
  <message>
   <source>{why}。认作同一人后，两份档案都保留，合在一页看；随时可以取消。</source>
   <translation>{why}. Taken as one person, both files are kept and read as one page; it can be undone at any time.</translation>
  </message>
  <message>
   <source>一份没有</source>
   <translation>One lacks it</translation>
  </message>
  <message>
   <source>不同</source>
   <translation>Different</translation>
  </message>
  <message>
   <source>不是同一人</source>
   <translation>Not the same person</translation>
  </message>
  <message>
   <source>两份档案里的</source>
   <translation>In both files</translation>
  </message>
  <message>
   <source>住在</source>
   <translation>Lives at</translation>
  </message>
  <message>
   <source>依据</source>
   <translation>Grounds</translation>
  </message>
  <message>
   <source>先写明依据</source>
   <translation>Write the grounds first</translation>
  </message>
  <message>
   <source>凭什么判断：身份证、户口本、本人说明……</source>
   <translation>How do you know: identity card, household book, the person says so …</translation>
  </message>
  <message>
   <source>出生日期</source>
   <translation>Born</translation>
  </message>
  <message>
   <source>右边往上看</source>
   <translation>Further up on the right</translation>
  </message>
  <message>
   <source>右边往下看</source>
   <translation>Further down on the right</translation>
  </message>
  <message>
   <source>合在一页看到的</source>
   <translation>Read as one page</translation>
  </message>
  <message>
   <source>同一人，以{side}为主</source>
   <translation>Same person, {side} leads</translation>
  </message>
  <message>
   <source>姓名</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>已撤销处理，两份档案恢复原样，等人再认</source>
   <translation>Undone: both files are as they were and wait to be checked again</translation>
  </message>
  <message>
   <source>已核对</source>
   <translation>Checked</translation>
  </message>
  <message>
   <source>已认作不是同一人</source>
   <translation>Taken as two people</translation>
  </message>
  <message>
   <source>已认作同一人</source>
   <translation>Taken as one person</translation>
  </message>
  <message>
   <source>已认作同一人，联网后传到县平台</source>
   <translation>Linked as one person; goes to the county when online</translation>
  </message>
  <message>
   <source>已记为不是同一人，不再提示</source>
   <translation>Noted as two people; not brought up again</translation>
  </message>
  <message>
   <source>待核对</source>
   <translation>To be checked</translation>
  </message>
  <message>
   <source>性别</source>
   <translation>Sex</translation>
  </message>
  <message>
   <source>慢病登记</source>
   <translation>Registrations</translation>
  </message>
  <message>
   <source>把两份档案认作同一人，要两个人确认</source>
   <translation>Saying that two files are one person's needs two people</translation>
  </message>
  <message>
   <source>撤销</source>
   <translation>Undo</translation>
  </message>
  <message>
   <source>撤销处理</source>
   <translation>Undo</translation>
  </message>
  <message>
   <source>最近血压 {readings}</source>
   <translation>Last pressures {readings}</translation>
  </message>
  <message>
   <source>最近随访</source>
   <translation>Last visit</translation>
  </message>
  <message>
   <source>档案 {side}</source>
   <translation>File {side}</translation>
  </message>
  <message>
   <source>档案不在本机</source>
   <translation>File not on this computer</translation>
  </message>
  <message>
   <source>没有疑似重复的档案。县平台发现两份档案可能是同一人时，会列在这里，由人来认。</source>
   <translation>No likely duplicates. When the county finds two files that may be of one person, they are listed here for a person to decide.</translation>
  </message>
  <message>
   <source>电话</source>
   <translation>Phone</translation>
  </message>
  <message>
   <source>疑似重复</source>
   <translation>Likely duplicates</translation>
  </message>
  <message>
   <source>疑似重复的档案</source>
   <translation>Likely duplicates</translation>
  </message>
  <message>
   <source>病种 {names}</source>
   <translation>Programmes {names}</translation>
  </message>
  <message>
   <source>相同</source>
   <translation>Same</translation>
  </message>
  <message>
   <source>谁</source>
   <translation>Who</translation>
  </message>
  <message>
   <source>身份证号</source>
   <translation>Identity no.</translation>
  </message>
  <message>
   <source>转诊</source>
   <translation>Referrals</translation>
  </message>
  <message>
   <source>转诊 {count} 张</source>
   <translation>{count} referrals</translation>
  </message>
  <message>
   <source>过敏</source>
   <translation>Allergies</translation>
  </message>
  <message>
   <source>过敏 {names}</source>
   <translation>Allergies {names}</translation>
  </message>
  <message>
   <source>还没有核对过的档案。</source>
   <translation>Nothing has been checked yet.</translation>
  </message>
  <message>
   <source>都没有</source>
   <translation>Neither has it</translation>
  </message>
  <message>
   <source>随访</source>
   <translation>Follow-ups</translation>
  </message>
  <message>
   <source>随访 {count} 次</source>
   <translation>{count} follow-ups</translation>
  </message>
 </context>
 <context>
  <name>EmergencyPage</name>
  <message>
   <source>上一张没开完的急救单已恢复；是另一位病人，就选“放弃草稿”</source>
   <translation>The emergency slip that was not finished is back; for another patient choose "Discard draft"</translation>
  </message>
  <message>
   <source>不清楚</source>
   <translation>Not known</translation>
  </message>
  <message>
   <source>出发了</source>
   <translation>On the way</translation>
  </message>
  <message>
   <source>发病时间没有填：不知道就写最后还正常的时间；再按一次 Ctrl+S 照样开单</source>
   <translation>The onset time is missing: if unknown, write when the patient was last seen well; Ctrl+S again issues it all the same</translation>
  </message>
  <message>
   <source>叫120了</source>
   <translation>120 called</translation>
  </message>
  <message>
   <source>呼吸</source>
   <translation>Breaths</translation>
  </message>
  <message>
   <source>姓名</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>开单，看单据打印</source>
   <translation>Issue and print</translation>
  </message>
  <message>
   <source>急救转诊</source>
   <translation>Emergency referral</translation>
  </message>
  <message>
   <source>急救转诊　{who}</source>
   <translation>Emergency referral　{who}</translation>
  </message>
  <message>
   <source>急救转诊单已开好，Ctrl+P 打印。其余内容 {time} 前补全：转诊列表里按“补充”</source>
   <translation>The emergency slip is issued, Ctrl+P prints it. Complete the rest before {time}: "Complete" in the list of referrals</translation>
  </message>
  <message>
   <source>电话</source>
   <translation>Phone</translation>
  </message>
  <message>
   <source>血压</source>
   <translation>Blood pressure</translation>
  </message>
  <message>
   <source>血氧</source>
   <translation>SpO2</translation>
  </message>
  <message>
   <source>路上再填</source>
   <translation>May be filled in on the way</translation>
  </message>
  <message>
   <source>选了怀疑的病种，这里列出要核对的事</source>
   <translation>The check-list appears when a suspicion is chosen</translation>
  </message>
  <message>
   <source>通知医院了</source>
   <translation>Hospital told</translation>
  </message>
 </context>
 <context>
  <name>EmergencySide</name>
  <message>
   <source>24小时电话 {phone}</source>
   <translation>24-hour phone {phone}</translation>
  </message>
  <message>
   <source>不知道姓名就空着，单子上写“不详”</source>
   <translation>Leave the name empty if unknown; the slip then says that it is unknown</translation>
  </message>
  <message>
   <source>县里还没有发布这种急症的救治单位</source>
   <translation>The county has not published who treats this emergency</translation>
  </message>
  <message>
   <source>时间窗还剩</source>
   <translation>Time left in the window</translation>
  </message>
  <message>
   <source>最近能救治的单位</source>
   <translation>Nearest units that can treat it</translation>
  </message>
  <message>
   <source>本机的居民，是其中一位就按键：</source>
   <translation>Residents of this computer; press the key if it is one of them:</translation>
  </message>
  <message>
   <source>车程{minutes}分钟</source>
   <translation>{minutes} min by car</translation>
  </message>
  <message>
   <source>选了怀疑的病种，这里列出单位和电话</source>
   <translation>Units and phones appear when a suspicion is chosen</translation>
  </message>
 </context>
 <context>
  <name>Enrolment</name>
  <message>
   <source>入网</source>
   <translation>Enrol</translation>
  </message>
  <message>
   <source>入网码</source>
   <translation>Enrolment code</translation>
  </message>
  <message>
   <source>县平台给了证书文件时才选</source>
   <translation>Only when the county platform gave you a certificate file</translation>
  </message>
  <message>
   <source>向县平台要服务器地址和入网码，填好后就能同步和转诊。没有也可以先用，记录都保存在本机。</source>
   <translation>Ask the county platform for the server address and enrolment code; then sync and referral work. You can start without them: everything is kept on this computer.</translation>
  </message>
  <message>
   <source>已入网</source>
   <translation>Enrolled</translation>
  </message>
  <message>
   <source>服务器地址</source>
   <translation>Server address</translation>
  </message>
  <message>
   <source>服务器地址和入网码都要填</source>
   <translation>Both the server address and the enrolment code are needed</translation>
  </message>
  <message>
   <source>正在联系县平台…</source>
   <translation>Contacting the county platform…</translation>
  </message>
  <message>
   <source>没有入网，本机数据没有改动，核对服务器地址再试</source>
   <translation>Not enrolled; data on this computer are unchanged. Check the server address and try again</translation>
  </message>
  <message>
   <source>选证书文件</source>
   <translation>Choose certificate file</translation>
  </message>
 </context>
 <context>
  <name>EntryDetail</name>
  <message>
   <source>已作废：{reason}</source>
   <translation>Void: {reason}</translation>
  </message>
  <message>
   <source>打印这一条</source>
   <translation>Print this one</translation>
  </message>
  <message>
   <source>打开附件</source>
   <translation>Open the attachment</translation>
  </message>
  <message>
   <source>未写原因</source>
   <translation>no reason written</translation>
  </message>
  <message>
   <source>这一条的全部内容</source>
   <translation>Everything of this line</translation>
  </message>
 </context>
 <context>
  <name>ExportQuestion</name>
  <message>
   <source>不导出</source>
   <translation>Do not export</translation>
  </message>
  <message>
   <source>其他，写明</source>
   <translation>Other, say what</translation>
  </message>
  <message>
   <source>导出</source>
   <translation>Export</translation>
  </message>
  <message>
   <source>文件里有姓名、电话，没有加密，谁拿到都能看，用完删掉。谁在什么时候为什么导出多少条，记入审计。</source>
   <translation>The file holds names and telephone numbers and is not encrypted: whoever gets it can read it. Delete it after use. Who exported how many, when and why is kept in the audit.</translation>
  </message>
  <message>
   <source>条数</source>
   <translation>Number of lines</translation>
  </message>
  <message>
   <source>用途</source>
   <translation>Purpose</translation>
  </message>
  <message>
   <source>用途，不写居民姓名</source>
   <translation>Purpose, without names of residents</translation>
  </message>
  <message>
   <source>要导出 {count} 条，选用途</source>
   <translation>Exporting {count} entries: what for?</translation>
  </message>
  <message>
   <source>这是很多人的名单。确实要导出，在这里输入条数 {count}</source>
   <translation>This list names many people. To export it, type its number of lines here: {count}</translation>
  </message>
 </context>
 <context>
  <name>FigureCard</name>
  <message>
   <source>分子：{words}</source>
   <translation>Counted: {words}</translation>
  </message>
  <message>
   <source>分开看</source>
   <translation>By part</translation>
  </message>
  <message>
   <source>分母：{words}</source>
   <translation>Of: {words}</translation>
  </message>
  <message>
   <source>来源：{source}（{mark}）　{version}</source>
   <translation>Source: {source} ({mark})  {version}</translation>
  </message>
  <message>
   <source>看名单　Enter</source>
   <translation>Show who  Enter</translation>
  </message>
 </context>
 <context>
  <name>FindingLine</name>
  <message>
   <source>去处理</source>
   <translation>Deal with it</translation>
  </message>
  <message>
   <source>打开</source>
   <translation>Open</translation>
  </message>
 </context>
 <context>
  <name>FirstAccount</name>
  <message>
   <source>姓名</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>密码（至少8位）</source>
   <translation>Password (at least 8 characters)</translation>
  </message>
  <message>
   <source>建立</source>
   <translation>Set up</translation>
  </message>
  <message>
   <source>输入姓名，记录会署上这个名字</source>
   <translation>Enter a name; records are signed with it</translation>
  </message>
 </context>
 <context>
  <name>Form</name>
  <message>
   <source>其他</source>
   <translation>Other</translation>
  </message>
 </context>
 <context>
  <name>FormPage</name>
  <message>
   <source>保存</source>
   <translation>Save</translation>
  </message>
  <message>
   <source>县平台没有接收这次保存</source>
   <translation>The county did not take this save</translation>
  </message>
  <message>
   <source>县平台：{words}</source>
   <translation>County: {words}</translation>
  </message>
  <message>
   <source>已改正，联网后重新传到县平台</source>
   <translation>Corrected; goes to the county again when online</translation>
  </message>
  <message>
   <source>撤销</source>
   <translation>Undo</translation>
  </message>
  <message>
   <source>改正并重新上传</source>
   <translation>Correct and send again</translation>
  </message>
  <message>
   <source>放弃草稿</source>
   <translation>Discard draft</translation>
  </message>
  <message>
   <source>有 {count} 处要改，还没有保存，填的都在</source>
   <translation>{count} to correct; not saved yet, everything you entered is still there</translation>
  </message>
  <message>
   <source>草稿 {time} 已保存</source>
   <translation>Draft saved {time}</translation>
  </message>
  <message>
   <source>草稿 {time} 已恢复</source>
   <translation>Draft of {time} restored</translation>
  </message>
  <message>
   <source>草稿已放弃，按 Ctrl+Z 找回</source>
   <translation>Draft discarded; Ctrl+Z brings it back</translation>
  </message>
  <message>
   <source>草稿没有保存上，先按 Ctrl+S 保存</source>
   <translation>The draft was not saved; press Ctrl+S to save</translation>
  </message>
  <message>
   <source>重做</source>
   <translation>Redo</translation>
  </message>
 </context>
 <context>
  <name>FoundPanel</name>
  <message>
   <source>Ctrl+Enter 开始随访</source>
   <translation>Ctrl+Enter begins the follow-up</translation>
  </message>
  <message>
   <source>Esc 关闭</source>
   <translation>Esc closes</translation>
  </message>
  <message>
   <source>← 返回</source>
   <translation>← back</translation>
  </message>
  <message>
   <source>↑↓ 选　Enter 打开</source>
   <translation>↑↓ choose　Enter opens</translation>
  </message>
  <message>
   <source>→ 转诊、打印等</source>
   <translation>→ refer, print …</translation>
  </message>
  <message>
   <source>查找结果</source>
   <translation>Results</translation>
  </message>
 </context>
 <context>
  <name>FourEyes</name>
  <message>
   <source>本机只有一个能用的账户，没有第二个人确认，审计里已注明</source>
   <translation>This computer has only one account in use; nobody else confirmed, and the audit says so</translation>
  </message>
 </context>
 <context>
  <name>GlancePane</name>
  <message>
   <source>{day}已吃完，该取药</source>
   <translation>Used up since {day}; refill is due</translation>
  </message>
  <message>
   <source>{name}　{day}登记，还没有随访</source>
   <translation>{name}　registered {day}, no follow-up yet</translation>
  </message>
  <message>
   <source>{name}　{grade}（{day}）</source>
   <translation>{name}　{grade} ({day})</translation>
  </message>
  <message>
   <source>{words}　逾期{days}天</source>
   <translation>{words}　{days} days overdue</translation>
  </message>
  <message>
   <source>下次随访 {day}</source>
   <translation>Next follow-up {day}</translation>
  </message>
  <message>
   <source>严重精神障碍补充信息还没有填，按 F9</source>
   <translation>The supplement on severe mental disorder is not filled in yet; press F9</translation>
  </message>
  <message>
   <source>临床目标</source>
   <translation>Clinical target</translation>
  </message>
  <message>
   <source>出生 {day}</source>
   <translation>Born {day}</translation>
  </message>
  <message>
   <source>剩{count}天，{day}前取药</source>
   <translation>{count} days left, refill by {day}</translation>
  </message>
  <message>
   <source>待分配</source>
   <translation>to be assigned</translation>
  </message>
  <message>
   <source>户主 {name}</source>
   <translation>Head of household {name}</translation>
  </message>
  <message>
   <source>既往疾病 {words}</source>
   <translation>Past diseases {words}</translation>
  </message>
  <message>
   <source>未分类</source>
   <translation>not classified</translation>
  </message>
  <message>
   <source>未测全</source>
   <translation>not all measured</translation>
  </message>
  <message>
   <source>未达到</source>
   <translation>missed</translation>
  </message>
  <message>
   <source>档案</source>
   <translation>File</translation>
  </message>
  <message>
   <source>档案号 {number}</source>
   <translation>Record number {number}</translation>
  </message>
  <message>
   <source>概况</source>
   <translation>Overview</translation>
  </message>
  <message>
   <source>没有登记病种。按 F9 选“病种登记”</source>
   <translation>In no programme. F9, then “Programmes”</translation>
  </message>
  <message>
   <source>现在没有到期的事</source>
   <translation>Nothing is due now</translation>
  </message>
  <message>
   <source>用药（{day}）</source>
   <translation>Medicines ({day})</translation>
  </message>
  <message>
   <source>电话</source>
   <translation>Telephone</translation>
  </message>
  <message>
   <source>病种管理</source>
   <translation>Programmes</translation>
  </message>
  <message>
   <source>看这张转诊单</source>
   <translation>Open this referral</translation>
  </message>
  <message>
   <source>签约</source>
   <translation>Contract</translation>
  </message>
  <message>
   <source>签约与履约</source>
   <translation>Contract and services</translation>
  </message>
  <message>
   <source>考核目标</source>
   <translation>Assessment target</translation>
  </message>
  <message>
   <source>联系人</source>
   <translation>Contact</translation>
  </message>
  <message>
   <source>要办的</source>
   <translation>To do</translation>
  </message>
  <message>
   <source>身份证</source>
   <translation>Identity number</translation>
  </message>
  <message>
   <source>转诊</source>
   <translation>Referrals</translation>
  </message>
  <message>
   <source>达到</source>
   <translation>met</translation>
  </message>
  <message>
   <source>还没有签约</source>
   <translation>No contract yet</translation>
  </message>
 </context>
 <context>
  <name>GridPage</name>
  <message>
   <source>不止一位，多输几个字或扫身份证</source>
   <translation>More than one; type more or scan the card</translation>
  </message>
  <message>
   <source>低压</source>
   <translation>Diastolic</translation>
  </message>
  <message>
   <source>体重</source>
   <translation>Weight</translation>
  </message>
  <message>
   <source>保存这一行</source>
   <translation>Save this row</translation>
  </message>
  <message>
   <source>全部村</source>
   <translation>All villages</translation>
  </message>
  <message>
   <source>加一个人</source>
   <translation>Add a person</translation>
  </message>
  <message>
   <source>号</source>
   <translation>No.</translation>
  </message>
  <message>
   <source>姓名</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>已保存</source>
   <translation>Saved</translation>
  </message>
  <message>
   <source>当天已有随访</source>
   <translation>Already visited that day</translation>
  </message>
  <message>
   <source>心率</source>
   <translation>Heart rate</translation>
  </message>
  <message>
   <source>快速录入</source>
   <translation>Quick entry</translation>
  </message>
  <message>
   <source>打开这个人的随访</source>
   <translation>Open this person's visit</translation>
  </message>
  <message>
   <source>扫身份证，或输入姓名/拼音/证件尾号，回车加一行　F3</source>
   <translation>Scan an identity card, or type a name, pinyin or the end of a number; Enter adds a row　F3</translation>
  </message>
  <message>
   <source>方式</source>
   <translation>Mode</translation>
  </message>
  <message>
   <source>日期</source>
   <translation>Day</translation>
  </message>
  <message>
   <source>服药</source>
   <translation>Taking</translation>
  </message>
  <message>
   <source>村</source>
   <translation>Village</translation>
  </message>
  <message>
   <source>正在保存</source>
   <translation>Saving</translation>
  </message>
  <message>
   <source>没有找到这个人，先建档</source>
   <translation>Nobody found; register the person first</translation>
  </message>
  <message>
   <source>状态</source>
   <translation>State</translation>
  </message>
  <message>
   <source>空腹血糖</source>
   <translation>Fasting glucose</translation>
  </message>
  <message>
   <source>第{number}行 {name}：{words}，这一行还没有保存</source>
   <translation>Row {number}, {name}: {words}. This row is not saved yet</translation>
  </message>
  <message>
   <source>结果</source>
   <translation>Outcome</translation>
  </message>
  <message>
   <source>药不变</source>
   <translation>Same drugs</translation>
  </message>
  <message>
   <source>该做</source>
   <translation>Due</translation>
  </message>
  <message>
   <source>高压</source>
   <translation>Systolic</translation>
  </message>
 </context>
 <context>
  <name>GridTable</name>
  <message>
   <source>上下左右键换格，直接打字填写</source>
   <translation>Arrows change the cell, typing fills it in</translation>
  </message>
 </context>
 <context>
  <name>GuidePanel</name>
  <message>
   <source>{step}　做好了</source>
   <translation>{step}　done</translation>
  </message>
  <message>
   <source>{step}　现在</source>
   <translation>{step}　now</translation>
  </message>
  <message>
   <source>七步都做完了</source>
   <translation>All seven steps are done</translation>
  </message>
  <message>
   <source>可以接着练习，或按“回到正式数据”开始工作。忘了怎么做，随时按 F1。</source>
   <translation>Practise on, or begin work with “Back to the clinic's data”. F1 helps at any time.</translation>
  </message>
  <message>
   <source>带我去</source>
   <translation>Take me there</translation>
  </message>
  <message>
   <source>收起</source>
   <translation>Put away</translation>
  </message>
  <message>
   <source>看说明</source>
   <translation>Read more</translation>
  </message>
  <message>
   <source>第一小时 {done}/{all}</source>
   <translation>First hour {done}/{all}</translation>
  </message>
 </context>
 <context>
  <name>HelpPage</name>
  <message>
   <source>上下键换章节</source>
   <translation>Up and down change the chapter</translation>
  </message>
  <message>
   <source>在帮助里找</source>
   <translation>Search the help</translation>
  </message>
  <message>
   <source>在帮助里找　Ctrl+F</source>
   <translation>Search the help　Ctrl+F</translation>
  </message>
  <message>
   <source>帮助</source>
   <translation>Help</translation>
  </message>
  <message>
   <source>打印这一页纸</source>
   <translation>Print this sheet</translation>
  </message>
  <message>
   <source>没有这几个字，换个说法再找</source>
   <translation>These words do not occur; try others</translation>
  </message>
  <message>
   <source>章节</source>
   <translation>Chapters</translation>
  </message>
  <message>
   <source>第一小时</source>
   <translation>First hour</translation>
  </message>
  <message>
   <source>说明</source>
   <translation>Details</translation>
  </message>
  <message>
   <source>返回</source>
   <translation>Back</translation>
  </message>
 </context>
 <context>
  <name>HelpPanel</name>
  <message>
   <source>关闭</source>
   <translation>Close</translation>
  </message>
  <message>
   <source>这一页的说明</source>
   <translation>Help on this page</translation>
  </message>
 </context>
 <context>
  <name>HiddenNumber</name>
  <message>
   <source>显示</source>
   <translation>Show</translation>
  </message>
  <message>
   <source>没有电话</source>
   <translation>No phone</translation>
  </message>
  <message>
   <source>遮住</source>
   <translation>Hide</translation>
  </message>
 </context>
 <context>
  <name>History</name>
  <message>
   <source>撤销</source>
   <translation>Undo</translation>
  </message>
  <message>
   <source>重做</source>
   <translation>Redo</translation>
  </message>
 </context>
 <context>
  <name>HouseholdFormPage</name>
  <message>
   <source>家庭</source>
   <translation>Household</translation>
  </message>
  <message>
   <source>家庭已保存</source>
   <translation>Household saved</translation>
  </message>
  <message>
   <source>家庭已保存，接着登记第一位成员</source>
   <translation>Household saved; now register the first member</translation>
  </message>
  <message>
   <source>新建家庭</source>
   <translation>New household</translation>
  </message>
  <message>
   <source>没有改动，不用保存</source>
   <translation>No changes, nothing to save</translation>
  </message>
 </context>
 <context>
  <name>HouseholdsPage</name>
  <message>
   <source>{count} 户</source>
   <translation>{count} households</translation>
  </message>
  <message>
   <source>一家一起办</source>
   <translation>The whole family</translation>
  </message>
  <message>
   <source>一览</source>
   <translation>At a glance</translation>
  </message>
  <message>
   <source>上次</source>
   <translation>Last</translation>
  </message>
  <message>
   <source>人数</source>
   <translation>Size</translation>
  </message>
  <message>
   <source>入户</source>
   <translation>Home visits</translation>
  </message>
  <message>
   <source>全部村</source>
   <translation>All villages</translation>
  </message>
  <message>
   <source>关系</source>
   <translation>Relation</translation>
  </message>
  <message>
   <source>加成员</source>
   <translation>Add member</translation>
  </message>
  <message>
   <source>在家庭里找</source>
   <translation>Search households</translation>
  </message>
  <message>
   <source>家庭名单</source>
   <translation>Households</translation>
  </message>
  <message>
   <source>家庭成员</source>
   <translation>Household members</translation>
  </message>
  <message>
   <source>家庭电话</source>
   <translation>Household phone</translation>
  </message>
  <message>
   <source>开始随访　Enter</source>
   <translation>Start visit  Enter</translation>
  </message>
  <message>
   <source>成员</source>
   <translation>Member</translation>
  </message>
  <message>
   <source>户主</source>
   <translation>Head</translation>
  </message>
  <message>
   <source>户主 {name}</source>
   <translation>Head {name}</translation>
  </message>
  <message>
   <source>户主、门牌、组、电话　Ctrl+F</source>
   <translation>Head, house number, group, phone　Ctrl+F</translation>
  </message>
  <message>
   <source>找“{text}”</source>
   <translation>find “{text}”</translation>
  </message>
  <message>
   <source>改门牌电话</source>
   <translation>Edit house no. and phone</translation>
  </message>
  <message>
   <source>新建家庭</source>
   <translation>New household</translation>
  </message>
  <message>
   <source>期限</source>
   <translation>Due</translation>
  </message>
  <message>
   <source>村</source>
   <translation>Village</translation>
  </message>
  <message>
   <source>没有这样的家庭，改一改上面的条件。</source>
   <translation>No such household; change the filters above.</translation>
  </message>
  <message>
   <source>组</source>
   <translation>Group</translation>
  </message>
  <message>
   <source>该做</source>
   <translation>To do</translation>
  </message>
  <message>
   <source>还没有家庭。按 Ctrl+N 新建一户，再加成员；入户时一家人的事一次办完。</source>
   <translation>No households yet. Press Ctrl+N to create one, then add members; on a home visit the whole family is done at once.</translation>
  </message>
  <message>
   <source>门牌</source>
   <translation>House</translation>
  </message>
 </context>
 <context>
  <name>IconLabel</name>
  <message>
   <source>未测全</source>
   <translation>not all measured</translation>
  </message>
  <message>
   <source>未达到</source>
   <translation>not met</translation>
  </message>
  <message>
   <source>达到</source>
   <translation>met</translation>
  </message>
 </context>
 <context>
  <name>IdleCard</name>
  <message>
   <source>{minutes}分钟</source>
   <translation>{minutes} min</translation>
  </message>
  <message>
   <source>没有操作</source>
   <translation>Without use</translation>
  </message>
  <message>
   <source>没有操作满这么多分钟、电脑休眠或锁屏时，窗口自动锁定：屏幕上的内容马上收起，填到一半的表留作草稿，数据文件关上，复制的内容清掉。</source>
   <translation>After so many minutes without use, when the computer sleeps or its screen locks, the window locks: its content goes at once, a half-filled form stays as a draft, the data file closes, what was copied is cleared.</translation>
  </message>
  <message>
   <source>现在起{minutes}分钟没有操作就锁定</source>
   <translation>From now on it locks after {minutes} minutes without use</translation>
  </message>
  <message>
   <source>由管理这台电脑的人来改。</source>
   <translation>Whoever looks after this computer changes it.</translation>
  </message>
  <message>
   <source>自动锁定</source>
   <translation>Automatic lock</translation>
  </message>
 </context>
 <context>
  <name>ImportsPage</name>
  <message>
   <source>{count} 批</source>
   <translation>{count} batches</translation>
  </message>
  <message>
   <source>为什么留下</source>
   <translation>Why it stays</translation>
  </message>
  <message>
   <source>从别的系统导出的名单和随访表在这里导入：居民、慢病登记、高血压和糖尿病随访、死亡、迁出。</source>
   <translation>Lists and follow-up sheets from other systems come in here: residents, chronic registrations, hypertension and diabetes follow-ups, deaths, people who moved away.</translation>
  </message>
  <message>
   <source>从表格导入</source>
   <translation>Import table</translation>
  </message>
  <message>
   <source>内容</source>
   <translation>Content</translation>
  </message>
  <message>
   <source>导入人</source>
   <translation>Imported by</translation>
  </message>
  <message>
   <source>导入记录</source>
   <translation>Imports</translation>
  </message>
  <message>
   <source>批次</source>
   <translation>Batch</translation>
  </message>
  <message>
   <source>批次 {number} 里没有撤销的 {count} 条</source>
   <translation>{count} of batch {number} not undone</translation>
  </message>
  <message>
   <source>撤销批次 {number}</source>
   <translation>Undo batch {number}</translation>
  </message>
  <message>
   <source>撤销这一批</source>
   <translation>Undo this batch</translation>
  </message>
  <message>
   <source>文件</source>
   <translation>File</translation>
  </message>
  <message>
   <source>新增</source>
   <translation>New</translation>
  </message>
  <message>
   <source>时间</source>
   <translation>Time</translation>
  </message>
  <message>
   <source>没有撤销的</source>
   <translation>Not undone</translation>
  </message>
  <message>
   <source>状态</source>
   <translation>State</translation>
  </message>
  <message>
   <source>行</source>
   <translation>Row</translation>
  </message>
  <message>
   <source>表格 (*.xlsx *.csv)</source>
   <translation>Tables (*.xlsx *.csv)</translation>
  </message>
  <message>
   <source>返回</source>
   <translation>Back</translation>
  </message>
  <message>
   <source>退回</source>
   <translation>Refused</translation>
  </message>
  <message>
   <source>选一份表格</source>
   <translation>Choose a sheet</translation>
  </message>
 </context>
 <context>
  <name>IndicatorPeoplePage</name>
  <message>
   <source>{count} 人</source>
   <translation>{count} people</translation>
  </message>
  <message>
   <source>其余</source>
   <translation>The rest</translation>
  </message>
  <message>
   <source>名单</source>
   <translation>List</translation>
  </message>
  <message>
   <source>姓名</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>指标</source>
   <translation>Indicators</translation>
  </message>
  <message>
   <source>换另一边</source>
   <translation>Other side</translation>
  </message>
  <message>
   <source>日期或医生</source>
   <translation>Date or doctor</translation>
  </message>
  <message>
   <source>村组门牌</source>
   <translation>Village, group, door</translation>
  </message>
  <message>
   <source>看一看</source>
   <translation>To look at</translation>
  </message>
  <message>
   <source>计入</source>
   <translation>Counted</translation>
  </message>
  <message>
   <source>返回</source>
   <translation>Back</translation>
  </message>
  <message>
   <source>这一边没有人。</source>
   <translation>Nobody on this side.</translation>
  </message>
 </context>
 <context>
  <name>IndicatorsPage</name>
  <message>
   <source>{name}（{mark}）</source>
   <translation>{name} ({mark})</translation>
  </message>
  <message>
   <source>{year}年</source>
   <translation>{year}</translation>
  </message>
  <message>
   <source>分子/分母</source>
   <translation>Counted / of</translation>
  </message>
  <message>
   <source>存为 Excel</source>
   <translation>Save as Excel</translation>
  </message>
  <message>
   <source>季度</source>
   <translation>Quarter</translation>
  </message>
  <message>
   <source>已存到 {path}</source>
   <translation>Saved to {path}</translation>
  </message>
  <message>
   <source>年度</source>
   <translation>Year</translation>
  </message>
  <message>
   <source>截至 {day}</source>
   <translation>As of {day}</translation>
  </message>
  <message>
   <source>打印</source>
   <translation>Print</translation>
  </message>
  <message>
   <source>指标</source>
   <translation>Indicators</translation>
  </message>
  <message>
   <source>文件写不进去，没有存：{path}</source>
   <translation>The file cannot be written, nothing was saved: {path}</translation>
  </message>
  <message>
   <source>正在统计……</source>
   <translation>Counting…</translation>
  </message>
  <message>
   <source>率</source>
   <translation>Rate</translation>
  </message>
  <message>
   <source>统计</source>
   <translation>Statistics</translation>
  </message>
  <message>
   <source>统计 {year}{quarter}.xlsx</source>
   <translation>Statistics {year} {quarter}.xlsx</translation>
  </message>
  <message>
   <source>范围</source>
   <translation>Scope</translation>
  </message>
  <message>
   <source>表格 (*.xlsx)</source>
   <translation>Workbook (*.xlsx)</translation>
  </message>
  <message>
   <source>质量查看</source>
   <translation>Quality review</translation>
  </message>
  <message>
   <source>转诊</source>
   <translation>Referrals</translation>
  </message>
  <message>
   <source>这一页供自己和带教的人查看，不作扣分：未测写了原因、补录写了日期，都是正当的。</source>
   <translation>This page is for you and your tutors to look at, never for deductions: unmeasured with a reason and late entry with its date are both legitimate.</translation>
  </message>
 </context>
 <context>
  <name>IndicatorsPaperPage</name>
  <message>
   <source>统计表</source>
   <translation>Table of figures</translation>
  </message>
  <message>
   <source>返回</source>
   <translation>Back</translation>
  </message>
 </context>
 <context>
  <name>InpatientsPage</name>
  <message>
   <source>{day}　{amount}元</source>
   <translation>{day}　{amount} yuan</translation>
  </message>
  <message>
   <source>下转</source>
   <translation>Down</translation>
  </message>
  <message>
   <source>可下转</source>
   <translation>May go down</translation>
  </message>
  <message>
   <source>在院费用</source>
   <translation>Ward costs</translation>
  </message>
  <message>
   <source>已记下费用</source>
   <translation>The cost is written down</translation>
  </message>
  <message>
   <source>床位</source>
   <translation>Bed</translation>
  </message>
  <message>
   <source>患者</source>
   <translation>Patient</translation>
  </message>
  <message>
   <source>提示</source>
   <translation>Hint</translation>
  </message>
  <message>
   <source>更正当日费用</source>
   <translation>Correction of the day's cost</translation>
  </message>
  <message>
   <source>最近费用</source>
   <translation>Last cost</translation>
  </message>
  <message>
   <source>没有在院的转诊患者。请求住院床位的患者到诊以后排在这里，每天记一次费用。</source>
   <translation>No referred patient is on a ward. Whoever was sent for a bed stands here after arriving; one cost is written each day.</translation>
  </message>
  <message>
   <source>看这张单</source>
   <translation>Open the slip</translation>
  </message>
  <message>
   <source>科室</source>
   <translation>Department</translation>
  </message>
  <message>
   <source>还没有记</source>
   <translation>None yet</translation>
  </message>
 </context>
 <context>
  <name>ItemsEditor</name>
  <message>
   <source>去掉这一行</source>
   <translation>Remove this row</translation>
  </message>
 </context>
 <context>
  <name>Judgement</name>
  <message>
   <source>不同意，写理由</source>
   <translation>Disagree, give a reason</translation>
  </message>
  <message>
   <source>保存并转诊</source>
   <translation>Save and refer</translation>
  </message>
  <message>
   <source>本次判断</source>
   <translation>This visit's judgement</translation>
  </message>
  <message>
   <source>没有登记病种，只记公共部分</source>
   <translation>No condition registered; only the common part is recorded</translation>
  </message>
  <message>
   <source>没有见到本人：不问病种，只记结果和原因</source>
   <translation>Nobody was met: no programme is asked for, only the outcome and the reason</translation>
  </message>
 </context>
 <context>
  <name>KeySheet</name>
  <message>
   <source>做什么</source>
   <translation>What it does</translation>
  </message>
  <message>
   <source>关闭</source>
   <translation>Close</translation>
  </message>
  <message>
   <source>在哪里</source>
   <translation>Where</translation>
  </message>
  <message>
   <source>打印</source>
   <translation>Print</translation>
  </message>
  <message>
   <source>按键</source>
   <translation>Key</translation>
  </message>
  <message>
   <source>按键一览</source>
   <translation>Keys</translation>
  </message>
  <message>
   <source>这里列的都是现在能用的键；按钮上也写着它的键</source>
   <translation>These keys work now; buttons show theirs too</translation>
  </message>
 </context>
 <context>
  <name>LeaseWatch</name>
  <message>
   <source>去同步</source>
   <translation>To sync</translation>
  </message>
 </context>
 <context>
  <name>ListFormPage</name>
  <message>
   <source>{count} 人</source>
   <translation>{count} people</translation>
  </message>
  <message>
   <source>保存</source>
   <translation>Save</translation>
  </message>
  <message>
   <source>已保存在本机，联网后自动送出</source>
   <translation>Saved on this computer; it is sent when there is a network</translation>
  </message>
  <message>
   <source>患者电话</source>
   <translation>Patient's phone</translation>
  </message>
  <message>
   <source>还没有保存，填的都在</source>
   <translation>Not saved yet; everything typed is kept</translation>
  </message>
 </context>
 <context>
  <name>ListFrame</name>
  <message>
   <source>名单</source>
   <translation>List</translation>
  </message>
  <message>
   <source>名单里没有“{text}”，清掉上面的字看全部。</source>
   <translation>Nothing in this list matches “{text}”. Clear the box above to see all of it.</translation>
  </message>
  <message>
   <source>在名单里找</source>
   <translation>Find in the list</translation>
  </message>
  <message>
   <source>在名单里找　Ctrl+F</source>
   <translation>Find in this list　Ctrl+F</translation>
  </message>
  <message>
   <source>导出名单</source>
   <translation>Export the list</translation>
  </message>
  <message>
   <source>打印、导出、排序和显示的列</source>
   <translation>Print, export, order and columns</translation>
  </message>
  <message>
   <source>打印名单</source>
   <translation>Print the list</translation>
  </message>
  <message>
   <source>找“{text}”</source>
   <translation>find “{text}”</translation>
  </message>
  <message>
   <source>找到 {count}，共 {total}</source>
   <translation>{count} found of {total}</translation>
  </message>
  <message>
   <source>选中 {count}</source>
   <translation>{count} chosen</translation>
  </message>
  <message>
   <source>，</source>
   <translation>, </translation>
  </message>
 </context>
 <context>
  <name>ListMenu</name>
  <message>
   <source>Ctrl+← → 换位置，鼠标可拖</source>
   <translation>Ctrl+← → moves it; so does dragging</translation>
  </message>
  <message>
   <source>原来的次序</source>
   <translation>Usual order</translation>
  </message>
  <message>
   <source>名单</source>
   <translation>List</translation>
  </message>
  <message>
   <source>恢复列和次序</source>
   <translation>Reset columns and order</translation>
  </message>
  <message>
   <source>排序</source>
   <translation>Order</translation>
  </message>
  <message>
   <source>显示的列</source>
   <translation>Columns shown</translation>
  </message>
  <message>
   <source>（从大到小）</source>
   <translation> (descending)</translation>
  </message>
  <message>
   <source>（从小到大）</source>
   <translation> (ascending)</translation>
  </message>
 </context>
 <context>
  <name>ListPaperPage</name>
  <message>
   <source>返回</source>
   <translation>Back</translation>
  </message>
 </context>
 <context>
  <name>LoginWindow</name>
  <message>
   <source>修复数据文件</source>
   <translation>Repair the data file</translation>
  </message>
  <message>
   <source>修复数据文件…</source>
   <translation>Repair the data file…</translation>
  </message>
  <message>
   <source>先设第一个账户。数据加密保存在本机；入网以前忘记密码不能找回，写下来收好。</source>
   <translation>Set up the first account. Data stay encrypted on this computer; before enrolment a forgotten password cannot be recovered, so write it down and keep it safe.</translation>
  </message>
  <message>
   <source>在这台电脑上建立诊所数据</source>
   <translation>Set up clinic data on this computer</translation>
  </message>
  <message>
   <source>忘记密码，用恢复码</source>
   <translation>Forgot the password: use the recovery code</translation>
  </message>
  <message>
   <source>打不开数据，原有数据没有改动，重新启动程序再试</source>
   <translation>The data cannot be opened and were not changed; restart the program and try again</translation>
  </message>
  <message>
   <source>正在打开…</source>
   <translation>Opening…</translation>
  </message>
  <message>
   <source>用恢复码打开</source>
   <translation>Open with the recovery code</translation>
  </message>
  <message>
   <source>登录</source>
   <translation>Sign in</translation>
  </message>
  <message>
   <source>练习：虚构的居民，随便试</source>
   <translation>Practise with invented people</translation>
  </message>
  <message>
   <source>续期</source>
   <translation>Lease renewed</translation>
  </message>
  <message>
   <source>输入密码后再修复</source>
   <translation>Enter the password first, then repair</translation>
  </message>
  <message>
   <source>返回登录</source>
   <translation>Back to sign in</translation>
  </message>
 </context>
 <context>
  <name>LongWork</name>
  <message>
   <source>“{title}”还在做，做完或停下再来</source>
   <translation>"{title}" is still under way; come back when it is done or stopped</translation>
  </message>
  <message>
   <source>上次“{title}”没做完就断了（程序关了或断电），已经做完的部分都在</source>
   <translation>Last time "{title}" was cut off before its end (program closed or power lost); what was done by then is kept</translation>
  </message>
  <message>
   <source>上次离开时“{title}”：{words}</source>
   <translation>When you left, "{title}": {words}</translation>
  </message>
  <message>
   <source>去看</source>
   <translation>Look</translation>
  </message>
  <message>
   <source>已按要求停下，没有留下做了一半的东西</source>
   <translation>Stopped as asked; nothing half done is left</translation>
  </message>
  <message>
   <source>文件或磁盘读写不了，没有做完；诊所数据没有改动，检查U盘和剩余空间后再试</source>
   <translation>A file or disk cannot be read or written, it was not finished; the clinic's data are unchanged. Check the stick and the room left, then try again</translation>
  </message>
  <message>
   <source>程序出了错，没有做完；已保存的记录都在，再试一次，还不行就打包日志给管理员</source>
   <translation>The program failed and did not finish; what was saved is all there. Try again; if it fails again pack the logs for the administrator</translation>
  </message>
 </context>
 <context>
  <name>LookCard</name>
  <message>
   <source>字号</source>
   <translation>Text size</translation>
  </message>
  <message>
   <source>字号、颜色和语言</source>
   <translation>Type size, colours and language</translation>
  </message>
  <message>
   <source>宽松</source>
   <translation>Comfortable</translation>
  </message>
  <message>
   <source>按下就生效，不用重新打开；这台电脑上的每个人看到的都一样。</source>
   <translation>Takes effect as soon as you press it; the same for everybody on this computer.</translation>
  </message>
  <message>
   <source>浅色</source>
   <translation>Light</translation>
  </message>
  <message>
   <source>深色</source>
   <translation>Dark</translation>
  </message>
  <message>
   <source>疏密</source>
   <translation>Spacing</translation>
  </message>
  <message>
   <source>紧凑</source>
   <translation>Compact</translation>
  </message>
  <message>
   <source>语言</source>
   <translation>Language</translation>
  </message>
  <message>
   <source>跟随电脑</source>
   <translation>As the computer</translation>
  </message>
  <message>
   <source>随屏幕大小</source>
   <translation>By screen size</translation>
  </message>
  <message>
   <source>颜色</source>
   <translation>Colours</translation>
  </message>
  <message>
   <source>高对比</source>
   <translation>High contrast</translation>
  </message>
 </context>
 <context>
  <name>MainWindow</name>
  <message>
   <source>去看</source>
   <translation>Look</translation>
  </message>
  <message>
   <source>县域医共体诊所工作站</source>
   <translation>County health alliance clinic workstation</translation>
  </message>
  <message>
   <source>同步</source>
   <translation>Sync</translation>
  </message>
  <message>
   <source>已从设备填入 {words}</source>
   <translation>Filled in from the meter: {words}</translation>
  </message>
  <message>
   <source>急救转诊</source>
   <translation>Emergency referral</translation>
  </message>
  <message>
   <source>打包日志</source>
   <translation>Pack logs</translation>
  </message>
  <message>
   <source>持单到诊</source>
   <translation>Arrived with a slip</translation>
  </message>
  <message>
   <source>按键一览</source>
   <translation>Keys</translation>
  </message>
  <message>
   <source>新收到 {count} 张转诊单</source>
   <translation>{count} new referrals</translation>
  </message>
  <message>
   <source>显示或遮住这一页的电话、证件号码</source>
   <translation>Show or mask phone and ID numbers on this page</translation>
  </message>
  <message>
   <source>查找人、门牌、单号、页面</source>
   <translation>Find people, doors, slip numbers, pages</translation>
  </message>
  <message>
   <source>立即同步</source>
   <translation>Sync now</translation>
  </message>
  <message>
   <source>设备格式文件有错：{problem}</source>
   <translation>A meter's format file has an error: {problem}</translation>
  </message>
  <message>
   <source>设备测得 {words}，打开随访后再测会填入</source>
   <translation>The meter measured {words}; measured again with a visit open, it is filled in</translation>
  </message>
  <message>
   <source>设备里存的旧读数 {words}（{when}），没有填入</source>
   <translation>An older reading kept by the meter, {words} ({when}), was not filled in</translation>
  </message>
  <message>
   <source>设置</source>
   <translation>Settings</translation>
  </message>
  <message>
   <source>返回上一页</source>
   <translation>Back to the page before</translation>
  </message>
  <message>
   <source>这一步出了程序错误，已保存的记录都在，重新打开本页再试</source>
   <translation>The program failed at this step; saved records are all there. Open this page again and retry</translation>
  </message>
  <message>
   <source>这一项怎么填；不在填表时打开说明</source>
   <translation>How to fill in this field; outside a form, the manual</translation>
  </message>
  <message>
   <source>锁定</source>
   <translation>Lock</translation>
  </message>
 </context>
 <context>
  <name>MeasuredEditor</name>
  <message>
   <source>未测：{reason}</source>
   <translation>Not measured: {reason}</translation>
  </message>
 </context>
 <context>
  <name>MemberCard</name>
  <message>
   <source>{what}　{window}</source>
   <translation>{what}, {window}</translation>
  </message>
  <message>
   <source>{what}　逾期{days}天</source>
   <translation>{what}, {days} days overdue</translation>
  </message>
  <message>
   <source>上次 {reading}（{day}）</source>
   <translation>Last {reading} ({day})</translation>
  </message>
 </context>
 <context>
  <name>Mending</name>
  <message>
   <source>修复好了。</source>
   <translation>Repaired.</translation>
  </message>
  <message>
   <source>开始修复</source>
   <translation>Start the repair</translation>
  </message>
  <message>
   <source>数据文件有损坏。修复分四步：①把损坏的文件原样留底；②取最近的完好备份；③从损坏文件里救回备份以后的保存、没写完的表、没传的照片；④核对。原文件不会删除，哪一步不成都退回原样。</source>
   <translation>The data file is damaged. Repair has four steps: ① the damaged files are kept as they are; ② the newest good backup is taken; ③ what was saved after it, open forms and photos not sent are taken out of the damaged file; ④ the result is checked. The original is not deleted; if a step fails, everything stays as it was.</translation>
  </message>
  <message>
   <source>正在修复：留底、取备份、救回、核对…</source>
   <translation>Repairing: keeping, taking the backup, saving what is there, checking…</translation>
  </message>
  <message>
   <source>没有修复，文件没有改动，重新启动程序再试</source>
   <translation>Not repaired, the file was not changed; start the program again and retry</translation>
  </message>
  <message>
   <source>用另一份备份…</source>
   <translation>Use another backup…</translation>
  </message>
  <message>
   <source>登录</source>
   <translation>Login</translation>
  </message>
  <message>
   <source>选备份文件</source>
   <translation>Choose a backup file</translation>
  </message>
 </context>
 <context>
  <name>MentalSupplementPage</name>
  <message>
   <source>严重精神障碍补充信息　{person}</source>
   <translation>Supplement on severe mental disorder　{person}</translation>
  </message>
  <message>
   <source>本机没有这位居民，先建档或同步</source>
   <translation>This resident is not on this computer; register or sync first</translation>
  </message>
  <message>
   <source>没有改动，不用保存</source>
   <translation>No changes, nothing to save</translation>
  </message>
  <message>
   <source>补充信息已保存</source>
   <translation>The supplement is saved</translation>
  </message>
 </context>
 <context>
  <name>MessageBar</name>
  <message>
   <source>知道了</source>
   <translation>OK</translation>
  </message>
 </context>
 <context>
  <name>MetersCard</name>
  <message>
   <source>串口</source>
   <translation>Serial port</translation>
  </message>
  <message>
   <source>使用这台</source>
   <translation>Use this one</translation>
  </message>
  <message>
   <source>去掉</source>
   <translation>Remove</translation>
  </message>
  <message>
   <source>找到 {count} 台，选一台</source>
   <translation>{count} found, choose one</translation>
  </message>
  <message>
   <source>找附近的蓝牙设备</source>
   <translation>Find Bluetooth meters nearby</translation>
  </message>
  <message>
   <source>正在找，约{seconds}秒；先打开设备的蓝牙</source>
   <translation>Searching for about {seconds} seconds; switch the meter's Bluetooth on first</translation>
  </message>
  <message>
   <source>没有找到新的设备</source>
   <translation>No new meter found</translation>
  </message>
  <message>
   <source>测完的数值直接填进打开的随访；手工录入一直可用。支持标准蓝牙血压计、血糖仪和串口设备。</source>
   <translation>A measured value goes straight into the open visit; typing always stays possible. Standard Bluetooth cuffs and glucose meters, and meters on a serial port.</translation>
  </message>
  <message>
   <source>看串口</source>
   <translation>Look at serial ports</translation>
  </message>
  <message>
   <source>蓝牙血压计</source>
   <translation>Bluetooth cuff</translation>
  </message>
  <message>
   <source>蓝牙血糖仪</source>
   <translation>Bluetooth glucose meter</translation>
  </message>
  <message>
   <source>血压计和血糖仪</source>
   <translation>Blood-pressure and glucose meters</translation>
  </message>
  <message>
   <source>设备格式文件有错：{problem}</source>
   <translation>A meter's format file has an error: {problem}</translation>
  </message>
  <message>
   <source>还没有设备</source>
   <translation>No meter yet</translation>
  </message>
  <message>
   <source>这台电脑用不了蓝牙，检查蓝牙开关；手工录入不受影响</source>
   <translation>Bluetooth cannot be used on this computer; check its switch. Typing is not affected</translation>
  </message>
 </context>
 <context>
  <name>MonthPage</name>
  <message>
   <source>上月</source>
   <translation>Earlier</translation>
  </message>
  <message>
   <source>下月</source>
   <translation>Later</translation>
  </message>
  <message>
   <source>返回</source>
   <translation>Back</translation>
  </message>
 </context>
 <context>
  <name>NewPersonCard</name>
  <message>
   <source>{problem}，没有添加</source>
   <translation>{problem}; nobody was added</translation>
  </message>
  <message>
   <source>再输一次</source>
   <translation>Once more</translation>
  </message>
  <message>
   <source>初始密码（至少8位）</source>
   <translation>First password (at least 8 characters)</translation>
  </message>
  <message>
   <source>加一个人</source>
   <translation>Add a person</translation>
  </message>
  <message>
   <source>姓名</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>已添加，{name}可以用这个密码登录，登录后改成自己的</source>
   <translation>Added: {name} can log in with this password and then choose their own</translation>
  </message>
  <message>
   <source>每个人用自己的姓名和密码登录，记录署各自的名字。人员名单里有同名的，入网后自动对上。</source>
   <translation>Everybody logs in with their own name and password and signs their own records. Who is on the county's staff list by the same name is matched after joining.</translation>
  </message>
  <message>
   <source>角色</source>
   <translation>Role</translation>
  </message>
  <message>
   <source>输入姓名，记录会署上这个名字</source>
   <translation>Enter a name; records are signed with it</translation>
  </message>
 </context>
 <context>
  <name>NextReferralPage</name>
  <message>
   <source>{day}统计</source>
   <translation>counted {day}</translation>
  </message>
  <message>
   <source>{name}　空床 {count}</source>
   <translation>{name}　{count} free beds</translation>
  </message>
  <message>
   <source>下转　{who}</source>
   <translation>Refer down　{who}</translation>
  </message>
  <message>
   <source>写回转单</source>
   <translation>Write the return slip</translation>
  </message>
  <message>
   <source>已开下转单；再给原转出单位写回转单，这次转诊就有了结果</source>
   <translation>The slip downwards is issued; the first sender still needs a return slip, which gives this referral its outcome</translation>
  </message>
  <message>
   <source>已转上级，原转诊单记为“转上级”；打印按 Ctrl+P</source>
   <translation>Sent on; the former slip says so; Ctrl+P prints</translation>
  </message>
  <message>
   <source>开具转诊单</source>
   <translation>Issue the referral</translation>
  </message>
  <message>
   <source>本机没有这张转诊单</source>
   <translation>This referral is not on this computer</translation>
  </message>
  <message>
   <source>电话 {phone}</source>
   <translation>Phone {phone}</translation>
  </message>
  <message>
   <source>转上级　{who}</source>
   <translation>Send on　{who}</translation>
  </message>
 </context>
 <context>
  <name>Outgoing</name>
  <message>
   <source>CSV，GB18030</source>
   <translation>CSV, GB18030</translation>
  </message>
  <message>
   <source>CSV，UTF-8</source>
   <translation>CSV, UTF-8</translation>
  </message>
  <message>
   <source>Excel 表格</source>
   <translation>Excel workbook</translation>
  </message>
  <message>
   <source>一次最多打印 {most} 行，这里有 {count} 行。先筛选，或选中一部分，再打印。</source>
   <translation>At most {most} rows print at a time, and there are {count}. Filter first, or choose some rows, then print.</translation>
  </message>
  <message>
   <source>导出 {count} 条，要两个人确认</source>
   <translation>Exporting {count} rows needs two people</translation>
  </message>
  <message>
   <source>导出名单</source>
   <translation>Export the list</translation>
  </message>
  <message>
   <source>已导出 {count} 条：{name}。表里可能有姓名电话，用完收好。</source>
   <translation>{count} rows exported to {name}. They may hold names and phone numbers: keep the file safe.</translation>
  </message>
  <message>
   <source>按“{template}”的列：{format}</source>
   <translation>In the columns of “{template}”: {format}</translation>
  </message>
  <message>
   <source>模板里这些列没有内容，空着：{columns}。</source>
   <translation>These columns of the template have nothing to fill them and stay empty: {columns}.</translation>
  </message>
  <message>
   <source>表格没有写成，换个文件夹或关掉打开着的同名表格再导出。本机的内容都在。</source>
   <translation>The file was not written. Choose another folder, or close the open file of the same name, and export again. Nothing on this laptop was lost.</translation>
  </message>
 </context>
 <context>
  <name>OverduePage</name>
  <message>
   <source>{when}送往{place}</source>
   <translation>sent {when} to {place}</translation>
  </message>
  <message>
   <source>写明问到了什么：到没到、诊断、怎么处理</source>
   <translation>Write what was heard: whether the patient came, the diagnosis, what was done</translation>
  </message>
  <message>
   <source>单号 {number}　{impression}</source>
   <translation>No. {number}　{impression}</translation>
  </message>
  <message>
   <source>对方已打开，还没有答复</source>
   <translation>They have opened it and not answered yet</translation>
  </message>
  <message>
   <source>对方还没有打开过，可能没有联网</source>
   <translation>They have not opened it; they may not be connected</translation>
  </message>
  <message>
   <source>应答复</source>
   <translation>Answer due</translation>
  </message>
  <message>
   <source>患者</source>
   <translation>Patient</translation>
  </message>
  <message>
   <source>打电话问：{phone}</source>
   <translation>Call {phone}</translation>
  </message>
  <message>
   <source>没有超时未答复的转诊单。</source>
   <translation>No referral waits too long for an answer.</translation>
  </message>
  <message>
   <source>电话问到了结果，写在这里：</source>
   <translation>What was heard on the phone:</translation>
  </message>
  <message>
   <source>目录里没有对方的电话</source>
   <translation>The directory has no phone of theirs</translation>
  </message>
  <message>
   <source>看这张单</source>
   <translation>Open the slip</translation>
  </message>
  <message>
   <source>紧急</source>
   <translation>Urgency</translation>
  </message>
  <message>
   <source>记下电话结果</source>
   <translation>Write down the answer</translation>
  </message>
  <message>
   <source>超时未答复</source>
   <translation>Answer overdue</translation>
  </message>
  <message>
   <source>返回</source>
   <translation>Back</translation>
  </message>
  <message>
   <source>送往</source>
   <translation>Sent to</translation>
  </message>
  <message>
   <source>问到的结果</source>
   <translation>What was heard</translation>
  </message>
 </context>
 <context>
  <name>OwnPasswordCard</name>
  <message>
   <source>{problem}，密码没有改</source>
   <translation>{problem}; the password was not changed</translation>
  </message>
  <message>
   <source>再输一次</source>
   <translation>Once more</translation>
  </message>
  <message>
   <source>密码已改，下次登录用新密码</source>
   <translation>Password changed; use the new one at the next sign-in</translation>
  </message>
  <message>
   <source>改密码</source>
   <translation>Password changed</translation>
  </message>
  <message>
   <source>改自己的密码（{name}）</source>
   <translation>Change your own password ({name})</translation>
  </message>
  <message>
   <source>新密码（至少8位）</source>
   <translation>New password (at least 8 characters)</translation>
  </message>
  <message>
   <source>现在的密码</source>
   <translation>Current password</translation>
  </message>
 </context>
 <context>
  <name>OwnRecord</name>
  <message>
   <source>Excel 表格 (*.xlsx)</source>
   <translation>Excel sheet (*.xlsx)</translation>
  </message>
  <message>
   <source>导出本人档案</source>
   <translation>Export the person's own record</translation>
  </message>
  <message>
   <source>已导出 {count} 条记录：{name}，没有加密，当面交给本人</source>
   <translation>{count} records exported: {name}; not encrypted, hand it over in person</translation>
  </message>
  <message>
   <source>文件没有写成，换个文件夹或关掉打开着的同名文件再导出。本机的内容都在。</source>
   <translation>The file was not written. Choose another folder or close the open file of that name and export again. Nothing on this computer was lost.</translation>
  </message>
 </context>
 <context>
  <name>OwnRecordQuestion</name>
  <message>
   <source>不导出</source>
   <translation>Don't export</translation>
  </message>
  <message>
   <source>先核对身份证，确认是本人或其监护人。里面有全部随访、转诊、用药和登记，作废的也在，每条写明谁保存。文件没有加密，当面交给本人。导出记入审计。</source>
   <translation>First check the identity card: it must be the person or their guardian. The file holds every visit, referral, medicine and registration, withdrawn ones too, each with who saved it. It is not encrypted; hand it over in person. The export goes into the audit.</translation>
  </message>
  <message>
   <source>导出</source>
   <translation>Export</translation>
  </message>
  <message>
   <source>导出本人档案</source>
   <translation>Export the person's own record</translation>
  </message>
  <message>
   <source>应本人要求导出{name}的全部记录</source>
   <translation>All records of {name}, exported at their own request</translation>
  </message>
  <message>
   <source>本人要求查阅、复制</source>
   <translation>The person asks to see and copy it</translation>
  </message>
  <message>
   <source>用途</source>
   <translation>What for</translation>
  </message>
  <message>
   <source>用途，不写居民姓名</source>
   <translation>What for, without residents' names</translation>
  </message>
 </context>
 <context>
  <name>PackEditor</name>
  <message>
   <source>本机没有可带的读数、用药和病史</source>
   <translation>No readings, medicines or history on this computer to take along</translation>
  </message>
  <message>
   <source>正在用药</source>
   <translation>Medicines</translation>
  </message>
  <message>
   <source>疾病史</source>
   <translation>Past diseases</translation>
  </message>
  <message>
   <source>近期读数</source>
   <translation>Recent readings</translation>
  </message>
 </context>
 <context>
  <name>PaperPage</name>
  <message>
   <source>{time} 打印的</source>
   <translation>Printed {time}</translation>
  </message>
  <message>
   <source>一页纸说明</source>
   <translation>One-page manual</translation>
  </message>
  <message>
   <source>严重精神障碍补充表</source>
   <translation>Severe mental disorder supplement</translation>
  </message>
  <message>
   <source>严重精神障碍随访表</source>
   <translation>Severe mental disorder follow-up form</translation>
  </message>
  <message>
   <source>个人基本信息表</source>
   <translation>Personal basic information</translation>
  </message>
  <message>
   <source>二维码</source>
   <translation>QR code</translation>
  </message>
  <message>
   <source>今日工作清单</source>
   <translation>Today's worklist</translation>
  </message>
  <message>
   <source>会诊记录表</source>
   <translation>Consultation record</translation>
  </message>
  <message>
   <source>健康体检表</source>
   <translation>Health examination form</translation>
  </message>
  <message>
   <source>健康小结</source>
   <translation>Health summary</translation>
  </message>
  <message>
   <source>入户走访签名册</source>
   <translation>Household visit roster</translation>
  </message>
  <message>
   <source>入户走访记录表</source>
   <translation>Household visit record</translation>
  </message>
  <message>
   <source>全家的表</source>
   <translation>The family's forms</translation>
  </message>
  <message>
   <source>其中{count}张以前打过，标了补打</source>
   <translation>{count} of these were printed before and are marked as reprints</translation>
  </message>
  <message>
   <source>单据</source>
   <translation>Document</translation>
  </message>
  <message>
   <source>哪一次的内容</source>
   <translation>Which print</translation>
  </message>
  <message>
   <source>回执</source>
   <translation>Receipt</translation>
  </message>
  <message>
   <source>回转单</source>
   <translation>Return slip</translation>
  </message>
  <message>
   <source>大字</source>
   <translation>Large type</translation>
  </message>
  <message>
   <source>巡诊计划</source>
   <translation>Tour plan</translation>
  </message>
  <message>
   <source>患者明白纸</source>
   <translation>Patient's guide</translation>
  </message>
  <message>
   <source>慢阻肺随访表</source>
   <translation>COPD follow-up form</translation>
  </message>
  <message>
   <source>打印机设置</source>
   <translation>Printer settings</translation>
  </message>
  <message>
   <source>打印测试页</source>
   <translation>Test page</translation>
  </message>
  <message>
   <source>接诊记录表</source>
   <translation>Encounter record</translation>
  </message>
  <message>
   <source>档案信息卡</source>
   <translation>Record information card</translation>
  </message>
  <message>
   <source>档案封面</source>
   <translation>Record cover</translation>
  </message>
  <message>
   <source>现在的内容</source>
   <translation>As it is now</translation>
  </message>
  <message>
   <source>知情同意书</source>
   <translation>Consent form</translation>
  </message>
  <message>
   <source>糖尿病随访表</source>
   <translation>Diabetes follow-up form</translation>
  </message>
  <message>
   <source>纸张</source>
   <translation>Paper</translation>
  </message>
  <message>
   <source>老年人自理能力评估表</source>
   <translation>Elderly self-care assessment</translation>
  </message>
  <message>
   <source>肺结核第一次入户随访表</source>
   <translation>Tuberculosis first home visit form</translation>
  </message>
  <message>
   <source>肺结核随访表</source>
   <translation>Tuberculosis follow-up form</translation>
  </message>
  <message>
   <source>补打：内容和{time}打印的一样</source>
   <translation>Reprint: the same as printed {time}</translation>
  </message>
  <message>
   <source>补打：内容和{time}打印的一样，版面随程序更新过</source>
   <translation>Reprint: the same words as printed {time}; the program has changed the layout since</translation>
  </message>
  <message>
   <source>转诊单</source>
   <translation>Referral slip</translation>
  </message>
  <message>
   <source>转诊登记表</source>
   <translation>Referral register</translation>
  </message>
  <message>
   <source>转诊统计表</source>
   <translation>Referral statistics</translation>
  </message>
  <message>
   <source>返回</source>
   <translation>Back</translation>
  </message>
  <message>
   <source>这张单印不了二维码，只印单号</source>
   <translation>This slip can have no QR code; the number is printed alone</translation>
  </message>
  <message>
   <source>高血压随访表</source>
   <translation>Hypertension follow-up form</translation>
  </message>
 </context>
 <context>
  <name>PeopleCard</name>
  <message>
   <source>{name}不再管理这台电脑</source>
   <translation>{name} no longer looks after this computer</translation>
  </message>
  <message>
   <source>{name}已停用，打不开这台电脑了；写过的记录和草稿都在</source>
   <translation>{name} is switched off and cannot open this computer; their records and drafts are kept</translation>
  </message>
  <message>
   <source>{name}已恢复，原来的密码不能用了，给他设一个新的</source>
   <translation>{name} is back; the old password no longer works, set a new one</translation>
  </message>
  <message>
   <source>{name}已恢复，用原来的密码登录</source>
   <translation>{name} is back and logs in with the old password</translation>
  </message>
  <message>
   <source>{name}现在也管理这台电脑</source>
   <translation>{name} now looks after this computer too</translation>
  </message>
  <message>
   <source>{name}的新密码设好了</source>
   <translation>The new password of {name} is set</translation>
  </message>
  <message>
   <source>{name}的角色改好了，下次登录起作用</source>
   <translation>The role of {name} is changed from the next login</translation>
  </message>
  <message>
   <source>{problem}，密码没有改</source>
   <translation>{problem}; the password was not changed</translation>
  </message>
  <message>
   <source>上次登录</source>
   <translation>Last login</translation>
  </message>
  <message>
   <source>不再管理这台电脑</source>
   <translation>No longer looks after this computer</translation>
  </message>
  <message>
   <source>不设了</source>
   <translation>Leave it</translation>
  </message>
  <message>
   <source>停用</source>
   <translation>Switch off</translation>
  </message>
  <message>
   <source>再输一次</source>
   <translation>Once more</translation>
  </message>
  <message>
   <source>姓名</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>密码是别人设的</source>
   <translation>Password set by somebody else</translation>
  </message>
  <message>
   <source>已停用</source>
   <translation>Switched off</translation>
  </message>
  <message>
   <source>恢复</source>
   <translation>Restore</translation>
  </message>
  <message>
   <source>改角色</source>
   <translation>Change role</translation>
  </message>
  <message>
   <source>新密码（至少8位）</source>
   <translation>New password (at least 8 characters)</translation>
  </message>
  <message>
   <source>没有密码，先设一个</source>
   <translation>No password: set one first</translation>
  </message>
  <message>
   <source>管理这台电脑</source>
   <translation>Looks after this computer</translation>
  </message>
  <message>
   <source>给{name}设新密码，当面告诉本人；本人登录后改成自己的。记录、草稿和待传的都不受影响。</source>
   <translation>Set a new password for {name} and tell them in person; they change it after login. Records, drafts and what waits to be sent are not affected.</translation>
  </message>
  <message>
   <source>能打开这台电脑的人</source>
   <translation>People who can open this computer's data</translation>
  </message>
  <message>
   <source>角色</source>
   <translation>Role</translation>
  </message>
  <message>
   <source>设好</source>
   <translation>Set</translation>
  </message>
  <message>
   <source>设新密码…</source>
   <translation>Set a new password…</translation>
  </message>
  <message>
   <source>说明</source>
   <translation>Details</translation>
  </message>
  <message>
   <source>请他管理这台电脑</source>
   <translation>Let them look after this computer</translation>
  </message>
  <message>
   <source>还没有登录过</source>
   <translation>Not logged in yet</translation>
  </message>
  <message>
   <source>随本机</source>
   <translation>As this computer</translation>
  </message>
 </context>
 <context>
  <name>PersonCard</name>
  <message>
   <source>{words}　Enter</source>
   <translation>{words}　Enter</translation>
  </message>
  <message>
   <source>一览</source>
   <translation>At a glance</translation>
  </message>
  <message>
   <source>填得不同 {count}　去选</source>
   <translation>Differs {count}　choose</translation>
  </message>
  <message>
   <source>已迁出待处理</source>
   <translation>Moved away, work pending</translation>
  </message>
  <message>
   <source>开始随访　Enter</source>
   <translation>Start visit  Enter</translation>
  </message>
  <message>
   <source>最近空腹血糖</source>
   <translation>Recent fasting glucose</translation>
  </message>
  <message>
   <source>最近血压</source>
   <translation>Recent blood pressure</translation>
  </message>
  <message>
   <source>档案</source>
   <translation>File</translation>
  </message>
  <message>
   <source>没有接收 {count}　去改</source>
   <translation>Refused {count}　correct</translation>
  </message>
  <message>
   <source>用药（{when}）　{drugs}</source>
   <translation>Medicines ({when})  {drugs}</translation>
  </message>
  <message>
   <source>电话</source>
   <translation>Phone</translation>
  </message>
  <message>
   <source>血糖 {value}</source>
   <translation>glucose {value}</translation>
  </message>
  <message>
   <source>转诊</source>
   <translation>Refer</translation>
  </message>
  <message>
   <source>转诊 {word}</source>
   <translation>Referral: {word}</translation>
  </message>
  <message>
   <source>过敏史未问</source>
   <translation>Allergies not asked</translation>
  </message>
  <message>
   <source>随访表</source>
   <translation>Follow-up form</translation>
  </message>
 </context>
 <context>
  <name>PickEditor</name>
  <message>
   <source>选择…</source>
   <translation>Choose…</translation>
  </message>
 </context>
 <context>
  <name>PracticeDoor</name>
  <message>
   <source>回到正式数据</source>
   <translation>Back to the clinic's data</translation>
  </message>
  <message>
   <source>正在准备练习数据，第一次要几秒钟…</source>
   <translation>Preparing the practice data; the first time takes some seconds…</translation>
  </message>
  <message>
   <source>正在重新准备练习数据…</source>
   <translation>Preparing the practice data anew…</translation>
  </message>
  <message>
   <source>登录</source>
   <translation>Login</translation>
  </message>
  <message>
   <source>练习</source>
   <translation>Practice</translation>
  </message>
  <message>
   <source>练习数据打不开，正式数据没有改动，可以重新开始练习</source>
   <translation>The practice data cannot be opened; the clinic's data are unchanged. Practice can begin anew.</translation>
  </message>
  <message>
   <source>这里的居民、记录、转诊都是虚构的，随便试、填错也没关系。练习数据单独存放，不上传县平台，印出的纸和导出的表都写着“练习”。正式数据不受影响。</source>
   <translation>People, records and referrals here are invented: try anything, mistakes do not matter. Practice data are kept apart and never sent to the county; printed and exported sheets say that they are for practice. The clinic's data are not affected.</translation>
  </message>
  <message>
   <source>进入练习</source>
   <translation>Practise</translation>
  </message>
  <message>
   <source>重新开始练习</source>
   <translation>Begin practice anew</translation>
  </message>
  <message>
   <source>重新开始：练习里保存过的都去掉，回到第一天的样子。</source>
   <translation>Begin anew: whatever was saved in practice goes, as on the first day.</translation>
  </message>
 </context>
 <context>
  <name>PracticeFrame</name>
  <message>
   <source>回到正式数据</source>
   <translation>Back to the clinic's data</translation>
  </message>
  <message>
   <source>第一小时 {done}/{all}</source>
   <translation>First hour {done}/{all}</translation>
  </message>
  <message>
   <source>练习 · {title}</source>
   <translation>Practice · {title}</translation>
  </message>
  <message>
   <source>练习 · 居民都是虚构的，不上传</source>
   <translation>Practice · the people are invented, nothing is sent</translation>
  </message>
  <message>
   <source>重新开始练习</source>
   <translation>Begin practice anew</translation>
  </message>
 </context>
 <context>
  <name>Preview</name>
  <message>
   <source>共{count}页，这里只看前{most}页；打印和存PDF是全部</source>
   <translation>{count} pages; the first {most} are shown here, printing and saving take them all</translation>
  </message>
  <message>
   <source>单据预览</source>
   <translation>Document preview</translation>
  </message>
  <message>
   <source>存为PDF</source>
   <translation>Save as PDF</translation>
  </message>
  <message>
   <source>已存为 {name}</source>
   <translation>Saved as {name}</translation>
  </message>
  <message>
   <source>已送打印机</source>
   <translation>Sent to the printer</translation>
  </message>
  <message>
   <source>打印</source>
   <translation>Print</translation>
  </message>
  <message>
   <source>打印机没有接收，看一下打印机和文件位置再打</source>
   <translation>The printer took nothing: look at the printer and where the file goes, then print again</translation>
  </message>
  <message>
   <source>正在送打印机……</source>
   <translation>Sending to the printer…</translation>
  </message>
  <message>
   <source>第{number}页</source>
   <translation>Page {number}</translation>
  </message>
  <message>
   <source>这个位置写不进去，换一个文件夹</source>
   <translation>Cannot write there; choose another folder</translation>
  </message>
 </context>
 <context>
  <name>PrintersCard</name>
  <message>
   <source>向右 {right} 毫米、向下 {down} 毫米</source>
   <translation>{right} mm to the right, {down} mm down</translation>
  </message>
  <message>
   <source>打印机</source>
   <translation>Printers</translation>
  </message>
  <message>
   <source>打印机设置</source>
   <translation>Printer settings</translation>
  </message>
  <message>
   <source>用于{kinds}</source>
   <translation>For {kinds}</translation>
  </message>
  <message>
   <source>纸张，位置校正，测试页，大字，每种单据用哪台；没设的单据用A4，印到系统默认的打印机。</source>
   <translation>Paper, alignment, test page, large type, which printer for which paper; what is not set uses A4 on the system's default printer.</translation>
  </message>
  <message>
   <source>还没有设打印机</source>
   <translation>No printer is set up yet</translation>
  </message>
 </context>
 <context>
  <name>PrintersPage</name>
  <message>
   <source>A4，不校正</source>
   <translation>A4, no calibration</translation>
  </message>
  <message>
   <source>三联</source>
   <translation>Three parts</translation>
  </message>
  <message>
   <source>二维码里是封好的转诊资料，只有县平台能打开：这台电脑没有联网，接诊台扫码也能收到。放不下时只印单号。</source>
   <translation>The QR code holds the sealed referral, which only the county can open: a desk that scans it gets the referral even if this computer never had a network. Where it does not fit, the number is printed alone.</translation>
  </message>
  <message>
   <source>二联</source>
   <translation>Two parts</translation>
  </message>
  <message>
   <source>保存</source>
   <translation>Save</translation>
  </message>
  <message>
   <source>印二维码</source>
   <translation>Print a QR code</translation>
  </message>
  <message>
   <source>去掉这台</source>
   <translation>Remove this printer</translation>
  </message>
  <message>
   <source>名称</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>向下校正（毫米）</source>
   <translation>Shift down (mm)</translation>
  </message>
  <message>
   <source>向右校正（毫米）</source>
   <translation>Shift right (mm)</translation>
  </message>
  <message>
   <source>哪种单据用哪台</source>
   <translation>Which papers go to which printer</translation>
  </message>
  <message>
   <source>已保存</source>
   <translation>Saved</translation>
  </message>
  <message>
   <source>已去掉，用它的单据改用A4</source>
   <translation>Removed; its papers use A4 now</translation>
  </message>
  <message>
   <source>已经有一台叫{name}，换个名称，还没有保存</source>
   <translation>There is a printer called {name} already: choose another name. Not saved yet</translation>
  </message>
  <message>
   <source>打印时再选</source>
   <translation>Ask each time</translation>
  </message>
  <message>
   <source>打印机</source>
   <translation>Printers</translation>
  </message>
  <message>
   <source>按纸张</source>
   <translation>By paper</translation>
  </message>
  <message>
   <source>新的打印机</source>
   <translation>New printer</translation>
  </message>
  <message>
   <source>校正填毫米数，从-{most}到{most}，还没有保存</source>
   <translation>Shifts are millimetres from -{most} to {most}. Not saved yet</translation>
  </message>
  <message>
   <source>测试页</source>
   <translation>Test page</translation>
  </message>
  <message>
   <source>用大字</source>
   <translation>Large type</translation>
  </message>
  <message>
   <source>系统打印机</source>
   <translation>System printer</translation>
  </message>
  <message>
   <source>纸张</source>
   <translation>Paper</translation>
  </message>
  <message>
   <source>给这台打印机起个名称，还没有保存</source>
   <translation>Give this printer a name. Not saved yet</translation>
  </message>
  <message>
   <source>转诊单据</source>
   <translation>Referral papers</translation>
  </message>
  <message>
   <source>返回</source>
   <translation>Back</translation>
  </message>
  <message>
   <source>这台电脑的打印机</source>
   <translation>Printers of this computer</translation>
  </message>
  <message>
   <source>连续纸联数</source>
   <translation>Parts of continuous paper</translation>
  </message>
 </context>
 <context>
  <name>ProgrammeJudgement</name>
  <message>
   <source>{name}　填了就会判断</source>
   <translation>{name}: judged as soon as it is filled in</translation>
  </message>
  <message>
   <source>{name}　填了血压或血糖就会判断</source>
   <translation>{name}: judged once blood pressure or glucose is entered</translation>
  </message>
  <message>
   <source>{name}　管理等级由医生定</source>
   <translation>{name}: the grade is the doctor's</translation>
  </message>
  <message>
   <source>{name}　还不能分类</source>
   <translation>{name}: cannot be classified yet</translation>
  </message>
  <message>
   <source>{score} 分　{grade} {words}</source>
   <translation>{score} points, {grade} {words}</translation>
  </message>
  <message>
   <source>下次随访　{day}前（{days}天内）</source>
   <translation>Next visit before {day} (within {days} days)</translation>
  </message>
  <message>
   <source>临床目标 {target}</source>
   <translation>Clinical target {target}</translation>
  </message>
  <message>
   <source>五项还没答全</source>
   <translation>not all five answered yet</translation>
  </message>
  <message>
   <source>建议紧急转诊</source>
   <translation>Urgent referral proposed</translation>
  </message>
  <message>
   <source>建议转诊</source>
   <translation>Referral proposed</translation>
  </message>
  <message>
   <source>服药率 {rate}%</source>
   <translation>Doses taken {rate}%</translation>
  </message>
  <message>
   <source>目前 {score} 分，五项答完定级</source>
   <translation>{score} points so far; graded when all five are answered</translation>
  </message>
  <message>
   <source>考核目标 {target}</source>
   <translation>Assessment target {target}</translation>
  </message>
  <message>
   <source>连续第{count}次未控制，{words}</source>
   <translation>{count} times in a row not controlled, {words}</translation>
  </message>
 </context>
 <context>
  <name>ProgrammesPage</name>
  <message>
   <source>{day}登记</source>
   <translation>registered {day}</translation>
  </message>
  <message>
   <source>{day}确诊</source>
   <translation>diagnosed {day}</translation>
  </message>
  <message>
   <source>{name}　{day}结束：{reason}</source>
   <translation>{name}　ended {day}: {reason}</translation>
  </message>
  <message>
   <source>写原因：治愈、排除诊断、完成疗程…　Enter 结束</source>
   <translation>Write the reason: cured, diagnosis ruled out, course completed …　Enter ends it</translation>
  </message>
  <message>
   <source>在管的病种</source>
   <translation>Under management</translation>
  </message>
  <message>
   <source>已登记</source>
   <translation>Registered</translation>
  </message>
  <message>
   <source>已结束</source>
   <translation>Ended</translation>
  </message>
  <message>
   <source>已结束管理，以前的随访都还在</source>
   <translation>Management is ended; earlier visits are all there</translation>
  </message>
  <message>
   <source>本机没有这位居民，先建档或同步</source>
   <translation>This resident is not on this computer; register or sync first</translation>
  </message>
  <message>
   <source>没有在管的病种</source>
   <translation>Under management in no programme</translation>
  </message>
  <message>
   <source>病种登记　{person}</source>
   <translation>Programmes　{person}</translation>
  </message>
  <message>
   <source>登记</source>
   <translation>Register</translation>
  </message>
  <message>
   <source>结束{name}管理的原因</source>
   <translation>Why the management of {name} ends</translation>
  </message>
  <message>
   <source>结束管理</source>
   <translation>End management</translation>
  </message>
  <message>
   <source>结束管理 {name}</source>
   <translation>End management of {name}</translation>
  </message>
  <message>
   <source>结束管理要写原因</source>
   <translation>Ending management needs a reason</translation>
  </message>
  <message>
   <source>选一个病种</source>
   <translation>Choose a programme</translation>
  </message>
 </context>
 <context>
  <name>QuarantinePage</name>
  <message>
   <source>{count} 条</source>
   <translation>{count} entries</translation>
  </message>
  <message>
   <source>{time} 保存</source>
   <translation>Saved {time}</translation>
  </message>
  <message>
   <source>{words}。已经等了五天以上，核对前面的记录，或联系县平台</source>
   <translation>{words}. It has waited for over five days: check the earlier records or call the county</translation>
  </message>
  <message>
   <source>{words}。等到后会自动接收</source>
   <translation>{words}. It is taken when they come</translation>
  </message>
  <message>
   <source>作废{record}</source>
   <translation>Withdrawal: {record}</translation>
  </message>
  <message>
   <source>内容都保存在本机</source>
   <translation>Everything is saved on this computer</translation>
  </message>
  <message>
   <source>前面的记录</source>
   <translation>earlier records</translation>
  </message>
  <message>
   <source>原样重新上传</source>
   <translation>Send again as it is</translation>
  </message>
  <message>
   <source>县平台在等：{what}</source>
   <translation>The county waits for: {what}</translation>
  </message>
  <message>
   <source>县平台审核后没有采纳：{words}</source>
   <translation>The county reviewed this and did not accept it: {words}</translation>
  </message>
  <message>
   <source>县平台没有接收的保存</source>
   <translation>Saves that the county did not take</translation>
  </message>
  <message>
   <source>县平台没有接收，{field}：{words}</source>
   <translation>Not taken by the county, {field}: {words}</translation>
  </message>
  <message>
   <source>县平台没有接收：{words}</source>
   <translation>Not taken by the county: {words}</translation>
  </message>
  <message>
   <source>另有 {count} 项</source>
   <translation>{count} more</translation>
  </message>
  <message>
   <source>哪条记录</source>
   <translation>Record</translation>
  </message>
  <message>
   <source>多久了</source>
   <translation>Since</translation>
  </message>
  <message>
   <source>审核后没有采纳</source>
   <translation>Reviewed, not accepted</translation>
  </message>
  <message>
   <source>已原样保存，联网后重新传到县平台</source>
   <translation>Saved as it was; goes to the county again when online</translation>
  </message>
  <message>
   <source>怎么了</source>
   <translation>What happened</translation>
  </message>
  <message>
   <source>打开改正　Enter</source>
   <translation>Open and correct　Enter</translation>
  </message>
  <message>
   <source>没有接收</source>
   <translation>Not taken</translation>
  </message>
  <message>
   <source>没有说明原因</source>
   <translation>no reason given</translation>
  </message>
  <message>
   <source>没有需要处理的。县平台没有接收的保存会列在这里，写明原因，改正后再传；其他记录照常上传。</source>
   <translation>Nothing to correct. Saves that the county did not take are listed here with the reason; correct and send them again. Everything else goes on.</translation>
  </message>
  <message>
   <source>知道了</source>
   <translation>Noted</translation>
  </message>
  <message>
   <source>等了一天以上</source>
   <translation>Waiting over a day</translation>
  </message>
  <message>
   <source>等了五天以上</source>
   <translation>Waiting over 5 days</translation>
  </message>
  <message>
   <source>谁</source>
   <translation>Who</translation>
  </message>
  <message>
   <source>需处理</source>
   <translation>To correct</translation>
  </message>
 </context>
 <context>
  <name>Rail</name>
  <message>
   <source>新{count}</source>
   <translation>{count} new</translation>
  </message>
 </context>
 <context>
  <name>ReadingsChart</name>
  <message>
   <source>{year}年{day}</source>
   <translation>{day} {year}</translation>
  </message>
 </context>
 <context>
  <name>Receiving</name>
  <message>
   <source>同步</source>
   <translation>Sync</translation>
  </message>
  <message>
   <source>居民档案收齐了，这次收到 {count} 条</source>
   <translation>All records have arrived, {count} received this time</translation>
  </message>
  <message>
   <source>居民档案还没有收齐，收到的都在本机，可以先用；联网后自动接着收</source>
   <translation>Not all records have arrived yet; what came is here and can be used; the rest follows when there is a network</translation>
  </message>
  <message>
   <source>已暂停接收，收到的都在本机，可以先用；在同步页接着收</source>
   <translation>Receiving is paused; what came is here and can be used; go on from the sync page</translation>
  </message>
  <message>
   <source>接收居民档案</source>
   <translation>Receiving files</translation>
  </message>
  <message>
   <source>接收断了，收到的都在本机，可以先用；稍后自动接着收</source>
   <translation>Receiving broke off; what came is here and can be used; it goes on by itself later</translation>
  </message>
 </context>
 <context>
  <name>RecentWorkCard</name>
  <message>
   <source>{time}　{title}：{state}</source>
   <translation>{time}  {title}: {state}</translation>
  </message>
  <message>
   <source>导入、导出、备份、演练、首次接收和核对在后台做，可以接着做别的；做到哪里、怎么结束的都在这里。</source>
   <translation>Import, export, backup, rehearsal, first sync and checks run in the background while you work; how far they are and how they ended stands here.</translation>
  </message>
  <message>
   <source>最近的后台工作</source>
   <translation>Recent background work</translation>
  </message>
  <message>
   <source>程序关了或断电了，做完的部分都在</source>
   <translation>The program was closed or the power went; what was done by then is kept</translation>
  </message>
  <message>
   <source>还没有。在设置里备份一次，或从表格导入，就会记在这里。</source>
   <translation>None yet. Back up once in the settings or import a sheet, and it is listed here.</translation>
  </message>
  <message>
   <source>（{name}）</source>
   <translation> ({name})</translation>
  </message>
 </context>
 <context>
  <name>RecogniseEditor</name>
  <message>
   <source>认可</source>
   <translation>Recognised</translation>
  </message>
  <message>
   <source>重做</source>
   <translation>Repeat</translation>
  </message>
  <message>
   <source>（互认项目，{count}天内有效）</source>
   <translation> (recognised test, valid for {count} days)</translation>
  </message>
 </context>
 <context>
  <name>RecordFormPage</name>
  <message>
   <source>没有改动。要原样再传一次，回到需处理的名单里按 F6</source>
   <translation>Nothing changed. To send it again as it is, press F6 in the list</translation>
  </message>
  <message>
   <source>这条记录没有可以在这里改的内容</source>
   <translation>Nothing of this record can be corrected here</translation>
  </message>
 </context>
 <context>
  <name>RecordPage</name>
  <message>
   <source>不填即为 {name}</source>
   <translation>Left empty: {name}</translation>
  </message>
  <message>
   <source>已保存　{name}　{form}</source>
   <translation>Saved: {name}, {form}</translation>
  </message>
  <message>
   <source>打印</source>
   <translation>Print</translation>
  </message>
  <message>
   <source>本机没有这位居民，先建档或同步</source>
   <translation>This resident is not on this computer; register or sync first</translation>
  </message>
  <message>
   <source>还没有填内容</source>
   <translation>Nothing is filled in yet</translation>
  </message>
 </context>
 <context>
  <name>Recovery</name>
  <message>
   <source>姓名</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>怎么办</source>
   <translation>What to do</translation>
  </message>
  <message>
   <source>恢复码</source>
   <translation>Recovery code</translation>
  </message>
  <message>
   <source>打开并换密码</source>
   <translation>Open and change the password</translation>
  </message>
  <message>
   <source>打电话给县管理员，对方念出26位恢复码。数据都在，不会清除；设好新密码后旧恢复码作废。</source>
   <translation>Call the county administrator, who reads out the 26-letter recovery code. All data stay; once the new password is set the old code ends.</translation>
  </message>
  <message>
   <source>新密码（至少8位）</source>
   <translation>New password (at least 8 characters)</translation>
  </message>
  <message>
   <source>输入恢复码</source>
   <translation>Enter the recovery code</translation>
  </message>
 </context>
 <context>
  <name>ReferPage</name>
  <message>
   <source>写一句原因；再按一次 Ctrl+S，不写也照样开具</source>
   <translation>Write one line why; Ctrl+S again issues it without a reason as well</translation>
  </message>
  <message>
   <source>已开具转诊单，保存在本机；打印按 Ctrl+P，联网后自动送达</source>
   <translation>Referral slip issued and saved on this computer; Ctrl+P to print, delivered once online</translation>
  </message>
  <message>
   <source>开具转诊单</source>
   <translation>Issue referral slip</translation>
  </message>
  <message>
   <source>本机没有这位居民，先建档或同步</source>
   <translation>This resident is not on this computer; register or sync first</translation>
  </message>
  <message>
   <source>转诊　{who}</source>
   <translation>Refer: {who}</translation>
  </message>
 </context>
 <context>
  <name>ReferralFiguresPage</name>
  <message>
   <source>{year}年</source>
   <translation>{year}</translation>
  </message>
  <message>
   <source>　本机只有见到的部分，全数看县平台</source>
   <translation>  only what this laptop has seen; the county has it all</translation>
  </message>
  <message>
   <source>分组</source>
   <translation>Group</translation>
  </message>
  <message>
   <source>存为 Excel</source>
   <translation>Save as Excel</translation>
  </message>
  <message>
   <source>季度</source>
   <translation>Quarter</translation>
  </message>
  <message>
   <source>已存到 {path}</source>
   <translation>Saved to {path}</translation>
  </message>
  <message>
   <source>年度</source>
   <translation>Year</translation>
  </message>
  <message>
   <source>截至 {day}</source>
   <translation>As of {day}</translation>
  </message>
  <message>
   <source>打印</source>
   <translation>Print</translation>
  </message>
  <message>
   <source>文件写不进去，没有存：{path}</source>
   <translation>The file cannot be written; nothing was saved: {path}</translation>
  </message>
  <message>
   <source>正在统计……</source>
   <translation>Counting…</translation>
  </message>
  <message>
   <source>表格 (*.xlsx);;CSV (*.csv)</source>
   <translation>Spreadsheet (*.xlsx);;CSV (*.csv)</translation>
  </message>
  <message>
   <source>转诊统计</source>
   <translation>Referral figures</translation>
  </message>
  <message>
   <source>转诊统计 {year}{quarter}.xlsx</source>
   <translation>Referral figures {year}{quarter}.xlsx</translation>
  </message>
  <message>
   <source>返回</source>
   <translation>Back</translation>
  </message>
 </context>
 <context>
  <name>ReferralPanel</name>
  <message>
   <source>上一张 {number}</source>
   <translation>Former slip {number}</translation>
  </message>
  <message>
   <source>凭单上的二维码收下；其余内容等开单的诊所同步后自动补上</source>
   <translation>Taken in by the code on the slip; the rest follows when the clinic that wrote it has synced</translation>
  </message>
  <message>
   <source>单号 {number}</source>
   <translation>No. {number}</translation>
  </message>
  <message>
   <source>县平台</source>
   <translation>County platform</translation>
  </message>
  <message>
   <source>后续转诊单 {number}</source>
   <translation>Next slip {number}</translation>
  </message>
  <message>
   <source>已请求撤回：{reason}</source>
   <translation>Withdrawal requested: {reason}</translation>
  </message>
  <message>
   <source>常用步骤</source>
   <translation>Usual steps</translation>
  </message>
  <message>
   <source>患者电话</source>
   <translation>Patient's telephone</translation>
  </message>
  <message>
   <source>更多…</source>
   <translation>More…</translation>
  </message>
  <message>
   <source>转出方请求撤回：{reason}</source>
   <translation>The sender asks to withdraw it: {reason}</translation>
  </message>
  <message>
   <source>还缺：{missing}</source>
   <translation>Still missing: {missing}</translation>
  </message>
  <message>
   <source>退回补充：{reason}</source>
   <translation>Sent back for completion: {reason}</translation>
  </message>
  <message>
   <source>选一张转诊单，这里显示办到哪一步和病情</source>
   <translation>Choose a slip to see its steps and the clinical summary</translation>
  </message>
 </context>
 <context>
  <name>ReferralsPage</name>
  <message>
   <source>{count} 张</source>
   <translation>{count} referrals</translation>
  </message>
  <message>
   <source>发出的</source>
   <translation>Sent</translation>
  </message>
  <message>
   <source>回到经过</source>
   <translation>Back to the course</translation>
  </message>
  <message>
   <source>回转单</source>
   <translation>Return slip</translation>
  </message>
  <message>
   <source>在院费用</source>
   <translation>Ward costs</translation>
  </message>
  <message>
   <source>已保存在本机，联网后自动送出</source>
   <translation>Saved on this computer; sent once online</translation>
  </message>
  <message>
   <source>已结束</source>
   <translation>Closed</translation>
  </message>
  <message>
   <source>患者</source>
   <translation>Patient</translation>
  </message>
  <message>
   <source>患者持单到诊：按 Enter 登记</source>
   <translation>The patient is here with the slip: Enter registers the arrival</translation>
  </message>
  <message>
   <source>持单到诊</source>
   <translation>Patient with a slip</translation>
  </message>
  <message>
   <source>收到的</source>
   <translation>Received</translation>
  </message>
  <message>
   <source>更多单据</source>
   <translation>More papers</translation>
  </message>
  <message>
   <source>没有等着处理的转诊。转来的患者会按紧急程度和等候天数排在这里。</source>
   <translation>No referrals are waiting. Patients referred here are listed by urgency and days waiting.</translation>
  </message>
  <message>
   <source>没有进行中的转诊。在居民卡片或随访里按 F8 开转诊单，办到哪一步都在这里看。</source>
   <translation>No referrals under way. Press F8 on a resident's card or in a visit to refer; every step shows here.</translation>
  </message>
  <message>
   <source>状态</source>
   <translation>State</translation>
  </message>
  <message>
   <source>登记</source>
   <translation>Register</translation>
  </message>
  <message>
   <source>看单据</source>
   <translation>View slip</translation>
  </message>
  <message>
   <source>等候</source>
   <translation>Waiting</translation>
  </message>
  <message>
   <source>紧急</source>
   <translation>Urgency</translation>
  </message>
  <message>
   <source>请求和对方</source>
   <translation>Request and place</translation>
  </message>
  <message>
   <source>超时 {count}</source>
   <translation>Overdue {count}</translation>
  </message>
  <message>
   <source>超时未答复</source>
   <translation>Answer overdue</translation>
  </message>
  <message>
   <source>转诊</source>
   <translation>Referrals</translation>
  </message>
  <message>
   <source>转诊单</source>
   <translation>Referral slip</translation>
  </message>
  <message>
   <source>还没有保存</source>
   <translation>Not saved yet</translation>
  </message>
  <message>
   <source>还没有结束的转诊。</source>
   <translation>No closed referrals yet.</translation>
  </message>
 </context>
 <context>
  <name>RegisterPage</name>
  <message>
   <source>{count} 张</source>
   <translation>{count} referrals</translation>
  </message>
  <message>
   <source>共{count}张　已接收{accepted}　已到诊{arrived}　已回转{returned}　已随访{followed}</source>
   <translation>{count} slips　accepted {accepted}　arrived {arrived}　returned {returned}　followed up {followed}</translation>
  </message>
  <message>
   <source>到诊</source>
   <translation>Arrived</translation>
  </message>
  <message>
   <source>回转</source>
   <translation>Returned</translation>
  </message>
  <message>
   <source>对方</source>
   <translation>Other side</translation>
  </message>
  <message>
   <source>患者</source>
   <translation>Patient</translation>
  </message>
  <message>
   <source>打印登记表</source>
   <translation>Print the register</translation>
  </message>
  <message>
   <source>打印选中的单据</source>
   <translation>Print the chosen slips</translation>
  </message>
  <message>
   <source>接收</source>
   <translation>Accepted</translation>
  </message>
  <message>
   <source>日期</source>
   <translation>Date</translation>
  </message>
  <message>
   <source>状态</source>
   <translation>State</translation>
  </message>
  <message>
   <source>类别</source>
   <translation>Kind</translation>
  </message>
  <message>
   <source>统计表</source>
   <translation>Statistics</translation>
  </message>
  <message>
   <source>转入</source>
   <translation>Received</translation>
  </message>
  <message>
   <source>转出</source>
   <translation>Sent</translation>
  </message>
  <message>
   <source>转诊登记</source>
   <translation>Register</translation>
  </message>
  <message>
   <source>这个月没有转入的转诊单。</source>
   <translation>No referrals were received this month.</translation>
  </message>
  <message>
   <source>这个月没有转出的转诊单。</source>
   <translation>No referrals were sent this month.</translation>
  </message>
  <message>
   <source>随访</source>
   <translation>Follow-up</translation>
  </message>
 </context>
 <context>
  <name>RelayCard</name>
  <message>
   <source>U盘接力</source>
   <translation>Relay by USB stick</translation>
  </message>
  <message>
   <source>从U盘导入…</source>
   <translation>Import from USB stick…</translation>
  </message>
  <message>
   <source>写到哪个U盘</source>
   <translation>Which stick to write to</translation>
  </message>
  <message>
   <source>导出到U盘…</source>
   <translation>Export to USB stick…</translation>
  </message>
  <message>
   <source>正在写入U盘…写完再拔</source>
   <translation>Writing to the stick… do not remove it yet</translation>
  </message>
  <message>
   <source>正在读取U盘…</source>
   <translation>Reading the stick…</translation>
  </message>
  <message>
   <source>没有网络时，把待传的记录加密写到U盘，拿到任何一台能上网的电脑上导入；别人打不开，回执也这样带回来。</source>
   <translation>Without a network, write what is waiting to a USB stick, encrypted, and import it on any computer that has a line. Nobody else can open it; the receipt comes back the same way.</translation>
  </message>
  <message>
   <source>选U盘上的文件</source>
   <translation>Choose the file on the stick</translation>
  </message>
 </context>
 <context>
  <name>Renewal</name>
  <message>
   <source>怎么办</source>
   <translation>What to do</translation>
  </message>
  <message>
   <source>续期并打开</source>
   <translation>Renew and open</translation>
  </message>
  <message>
   <source>续期码</source>
   <translation>Renewal code</translation>
  </message>
  <message>
   <source>输入续期码</source>
   <translation>Enter the renewal code</translation>
  </message>
  <message>
   <source>这台电脑超过{days}天没有联系县平台，数据锁在本机，一条不少。联上网再登录会自动续期；没有网络就打电话给县管理员，报设备号 {number}，对方念出26位续期码。</source>
   <translation>This computer has not been in contact with the county for more than {days} days. The data are locked here, none is lost. With a line, logging in again renews by itself; without one, telephone the county's administrator, give device number {number}, and enter the 26 characters that are read out.</translation>
  </message>
 </context>
 <context>
  <name>ResidentFormPage</name>
  <message>
   <source>{door} 已有家庭：户主 {head}，{count} 人。保存后加入这一户。</source>
   <translation>{door} already has a household: head {head}, {count} people. Saving adds the person to it.</translation>
  </message>
  <message>
   <source>{door}：户主 {head}，{count} 人。</source>
   <translation>{door}: head {head}, {count} people.</translation>
  </message>
  <message>
   <source>保存并随访</source>
   <translation>Save and start visit</translation>
  </message>
  <message>
   <source>可能已建档</source>
   <translation>Perhaps on file already</translation>
  </message>
  <message>
   <source>右边这些人可能就是他，先核对；确实不是，再按一次 Ctrl+S 新建</source>
   <translation>The people on the right may be the same person: check first; if not, press Ctrl+S again to create</translation>
  </message>
  <message>
   <source>填门牌号后，在这里核对是不是已有的家庭。</source>
   <translation>Enter the house number to check here whether the household is on file.</translation>
  </message>
  <message>
   <source>已保存　{name}</source>
   <translation>Saved: {name}</translation>
  </message>
  <message>
   <source>开始随访</source>
   <translation>Start visit</translation>
  </message>
  <message>
   <source>打开这份档案</source>
   <translation>Open this file</translation>
  </message>
  <message>
   <source>新建居民</source>
   <translation>New resident</translation>
  </message>
  <message>
   <source>未填</source>
   <translation>empty</translation>
  </message>
  <message>
   <source>本机没有这位居民，先建档或同步</source>
   <translation>This resident is not on this computer; register or sync first</translation>
  </message>
  <message>
   <source>核对</source>
   <translation>Check</translation>
  </message>
  <message>
   <source>没有改动，不用保存</source>
   <translation>No changes, nothing to save</translation>
  </message>
 </context>
 <context>
  <name>ResidentPage</name>
  <message>
   <source>{word}（{day}登记）</source>
   <translation>{word} (entered {day})</translation>
  </message>
  <message>
   <source>⚠ 上次随访建议紧急转诊，还没有转诊单</source>
   <translation>⚠ The last follow-up proposed an urgent referral; there is none yet</translation>
  </message>
  <message>
   <source>⚠ 危险性评估 {level}级</source>
   <translation>⚠ Risk level {level}</translation>
  </message>
  <message>
   <source>⚠ 药物过敏：{words}</source>
   <translation>⚠ Drug allergy: {words}</translation>
  </message>
  <message>
   <source>严重精神障碍补充信息</source>
   <translation>Supplement on severe mental disorder</translation>
  </message>
  <message>
   <source>会诊记录</source>
   <translation>Consultation record</translation>
  </message>
  <message>
   <source>填得不同 {count}　去选</source>
   <translation>{count} to choose between</translation>
  </message>
  <message>
   <source>导出本人档案</source>
   <translation>Export the person's own record</translation>
  </message>
  <message>
   <source>已死亡（{day}转诊单登记）</source>
   <translation>Died (recorded in a referral, {day})</translation>
  </message>
  <message>
   <source>已迁出待处理</source>
   <translation>Moved away, work pending</translation>
  </message>
  <message>
   <source>开始随访　Enter</source>
   <translation>Start visit  Enter</translation>
  </message>
  <message>
   <source>打印</source>
   <translation>Print</translation>
  </message>
  <message>
   <source>接诊记录</source>
   <translation>Encounter record</translation>
  </message>
  <message>
   <source>无药物过敏</source>
   <translation>No drug allergy</translation>
  </message>
  <message>
   <source>时间线</source>
   <translation>Timeline</translation>
  </message>
  <message>
   <source>更多</source>
   <translation>More</translation>
  </message>
  <message>
   <source>本机没有这位居民，先建档或同步</source>
   <translation>This resident is not on this computer; register or sync first</translation>
  </message>
  <message>
   <source>档案</source>
   <translation>File</translation>
  </message>
  <message>
   <source>概况</source>
   <translation>Overview</translation>
  </message>
  <message>
   <source>没有接收 {count}　去改</source>
   <translation>Refused {count}　correct</translation>
  </message>
  <message>
   <source>没联系上</source>
   <translation>No answer</translation>
  </message>
  <message>
   <source>病种登记</source>
   <translation>Programmes</translation>
  </message>
  <message>
   <source>签约与履约</source>
   <translation>Contract and services</translation>
  </message>
  <message>
   <source>趋势</source>
   <translation>Trends</translation>
  </message>
  <message>
   <source>转诊</source>
   <translation>Referrals</translation>
  </message>
  <message>
   <source>转诊已回转，等待随访</source>
   <translation>Back from referral, follow-up awaited</translation>
  </message>
  <message>
   <source>过敏史未问</source>
   <translation>Allergies not asked</translation>
  </message>
  <message>
   <source>随访　Enter</source>
   <translation>Visit　Enter</translation>
  </message>
 </context>
 <context>
  <name>ResidentsPage</name>
  <message>
   <source>{count} 人</source>
   <translation>{count} people</translation>
  </message>
  <message>
   <source>与户主关系</source>
   <translation>Relation to head</translation>
  </message>
  <message>
   <source>从别村迁入</source>
   <translation>Bring over from another village</translation>
  </message>
  <message>
   <source>从表格导入</source>
   <translation>Import table</translation>
  </message>
  <message>
   <source>全部村</source>
   <translation>All villages</translation>
  </message>
  <message>
   <source>全部病种</source>
   <translation>All conditions</translation>
  </message>
  <message>
   <source>出生日期</source>
   <translation>Born</translation>
  </message>
  <message>
   <source>在名单里找</source>
   <translation>Search the list</translation>
  </message>
  <message>
   <source>在名单里找：姓名、拼音、门牌、号码尾数　Ctrl+F</source>
   <translation>Find in this list: name, pinyin, house number, last digits　Ctrl+F</translation>
  </message>
  <message>
   <source>姓名</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>居民</source>
   <translation>Residents</translation>
  </message>
  <message>
   <source>居民名册是空的。按 Ctrl+N 登记第一位，或从表格导入。</source>
   <translation>The register is empty. Press Ctrl+N to register the first person, or import a table.</translation>
  </message>
  <message>
   <source>居民名单</source>
   <translation>Residents</translation>
  </message>
  <message>
   <source>已迁出待处理</source>
   <translation>Moved away, work pending</translation>
  </message>
  <message>
   <source>年龄</source>
   <translation>Age</translation>
  </message>
  <message>
   <source>待处理</source>
   <translation>Waiting</translation>
  </message>
  <message>
   <source>户主</source>
   <translation>Head</translation>
  </message>
  <message>
   <source>找“{text}”</source>
   <translation>find “{text}”</translation>
  </message>
  <message>
   <source>新建居民</source>
   <translation>New resident</translation>
  </message>
  <message>
   <source>最近随访</source>
   <translation>Last visit</translation>
  </message>
  <message>
   <source>村</source>
   <translation>Village</translation>
  </message>
  <message>
   <source>村组门牌</source>
   <translation>Address</translation>
  </message>
  <message>
   <source>没有符合条件的人，改一改上面的条件。</source>
   <translation>Nobody matches; change the filters above.</translation>
  </message>
  <message>
   <source>电话</source>
   <translation>Phone</translation>
  </message>
  <message>
   <source>病种</source>
   <translation>Condition</translation>
  </message>
  <message>
   <source>表格 (*.xlsx *.csv)</source>
   <translation>Tables (*.xlsx *.csv)</translation>
  </message>
  <message>
   <source>选一份表格</source>
   <translation>Choose a sheet</translation>
  </message>
  <message>
   <source>选一位，这里显示卡片。Enter 开始随访，Ctrl+D 看档案</source>
   <translation>Choose a person to see the card. Enter starts a visit, Ctrl+D opens the file</translation>
  </message>
 </context>
 <context>
  <name>ReturnFormPage</name>
  <message>
   <source>住院的填；到日子排出院回访</source>
   <translation>For a stay; the calls after discharge go by it</translation>
  </message>
  <message>
   <source>保存后再打印</source>
   <translation>Save, then print</translation>
  </message>
  <message>
   <source>保存并回转</source>
   <translation>Save and send back</translation>
  </message>
  <message>
   <source>回转　{who}</source>
   <translation>Send back: {who}</translation>
  </message>
  <message>
   <source>回转单</source>
   <translation>Return slip</translation>
  </message>
  <message>
   <source>已回转，联网后自动送到转出单位；打印按 Ctrl+P</source>
   <translation>Sent back; it reaches the referring organisation once online; Ctrl+P to print</translation>
  </message>
  <message>
   <source>本机没有这张转诊单</source>
   <translation>This referral slip is not on this computer</translation>
  </message>
 </context>
 <context>
  <name>SearchBox</name>
  <message>
   <source>姓名/拼音/身份证尾号/电话/门牌/单号　Ctrl+K</source>
   <translation>Name / pinyin / end of ID / phone / house no. / slip no.  Ctrl+K</translation>
  </message>
  <message>
   <source>查找居民、家庭、转诊单</source>
   <translation>Find residents, households, referral slips</translation>
  </message>
 </context>
 <context>
  <name>SecondPersonDialog</name>
  <message>
   <source>不做</source>
   <translation>Don't</translation>
  </message>
  <message>
   <source>另一位用户</source>
   <translation>Another user</translation>
  </message>
  <message>
   <source>密码</source>
   <translation>Password</translation>
  </message>
  <message>
   <source>确认</source>
   <translation>Confirm</translation>
  </message>
  <message>
   <source>第二人确认</source>
   <translation>Confirmed by a second person</translation>
  </message>
  <message>
   <source>请另一位用户看过以后，选自己的名字，输入自己的密码。两个人都记入审计。</source>
   <translation>Another user looks at this, chooses their own name and enters their own password. Both people go into the audit.</translation>
  </message>
 </context>
 <context>
  <name>SelfCheckPage</name>
  <message>
   <source>其他各项</source>
   <translation>Everything else</translation>
  </message>
  <message>
   <source>再查一遍</source>
   <translation>Check again</translation>
  </message>
  <message>
   <source>各项都好</source>
   <translation>Everything is fine</translation>
  </message>
  <message>
   <source>已原样留底：{folder}。锁定后在登录处按“修复数据文件”</source>
   <translation>Kept as found in {folder}. Lock, then press "Repair the data file" at the login</translation>
  </message>
  <message>
   <source>打包日志</source>
   <translation>Pack logs</translation>
  </message>
  <message>
   <source>打开窗口以来停顿超过0.05秒 {count} 次，最长 {seconds} 秒；哪一页停顿多久记在日志里</source>
   <translation>{count} pauses of more than 0.05 s since the window was opened, the longest {seconds} s; the log names the page of each</translation>
  </message>
  <message>
   <source>打开窗口以来没有停顿超过0.05秒</source>
   <translation>No pause of more than 0.05 s since the window was opened</translation>
  </message>
  <message>
   <source>日志打包好了，把这个文件交给管理员：{name}</source>
   <translation>The logs are packed; hand this file to the administrator: {name}</translation>
  </message>
  <message>
   <source>有 {count} 项要处理，已保存的记录都在</source>
   <translation>{count} things need attention; what was saved is all there</translation>
  </message>
  <message>
   <source>核对数据文件</source>
   <translation>Check the data file</translation>
  </message>
  <message>
   <source>正在查…</source>
   <translation>Checking…</translation>
  </message>
  <message>
   <source>自检</source>
   <translation>Self-check</translation>
  </message>
  <message>
   <source>要处理的</source>
   <translation>Needs attention</translation>
  </message>
  <message>
   <source>返回</source>
   <translation>Back</translation>
  </message>
 </context>
 <context>
  <name>SettingsPage</name>
  <message>
   <source>关于</source>
   <translation>About</translation>
  </message>
  <message>
   <source>同步</source>
   <translation>Sync</translation>
  </message>
  <message>
   <source>备份</source>
   <translation>Backup</translation>
  </message>
  <message>
   <source>外观和语言</source>
   <translation>Look and language</translation>
  </message>
  <message>
   <source>导出模板</source>
   <translation>Export templates</translation>
  </message>
  <message>
   <source>打印机</source>
   <translation>Printers</translation>
  </message>
  <message>
   <source>测量设备</source>
   <translation>Measuring devices</translation>
  </message>
  <message>
   <source>自动锁定</source>
   <translation>Automatic lock</translation>
  </message>
  <message>
   <source>自检和支持</source>
   <translation>Self-check and support</translation>
  </message>
  <message>
   <source>设置</source>
   <translation>Settings</translation>
  </message>
  <message>
   <source>账户</source>
   <translation>Accounts</translation>
  </message>
 </context>
 <context>
  <name>SheetImportPage</name>
  <message>
   <source>{words}。按 Enter 去查找</source>
   <translation>{words} Enter looks the person up.</translation>
  </message>
  <message>
   <source>不动</source>
   <translation>Leave as they are</translation>
  </message>
  <message>
   <source>为什么退回，或哪一项没有导入</source>
   <translation>Why it was refused, or what was not imported</translation>
  </message>
  <message>
   <source>从表格导入</source>
   <translation>Import table</translation>
  </message>
  <message>
   <source>写回表格副本</source>
   <translation>Write back to a copy</translation>
  </message>
  <message>
   <source>列</source>
   <translation>Column</translation>
  </message>
  <message>
   <source>只补空着的项</source>
   <translation>Fill in only what is empty</translation>
  </message>
  <message>
   <source>各列是什么</source>
   <translation>What each column is</translation>
  </message>
  <message>
   <source>国家表第三版（2017）</source>
   <translation>National forms, third edition (2017)</translation>
  </message>
  <message>
   <source>在导入记录里选一份 Excel 或 CSV 表格，先试一遍，再导入。</source>
   <translation>Choose an Excel or CSV sheet in the record of imports: it is tried first, then brought in.</translation>
  </message>
  <message>
   <source>导入</source>
   <translation>Import</translation>
  </message>
  <message>
   <source>导入{kind}</source>
   <translation>Import {kind}</translation>
  </message>
  <message>
   <source>导入记录</source>
   <translation>Imports</translation>
  </message>
  <message>
   <source>已有的人</source>
   <translation>People on file</translation>
  </message>
  <message>
   <source>把逐行结果写进表格的副本</source>
   <translation>Write what became of each row into a copy of the sheet</translation>
  </message>
  <message>
   <source>正在导入…可以去别的页面</source>
   <translation>Importing… other pages can be used</translation>
  </message>
  <message>
   <source>正在核对…</source>
   <translation>Checking…</translation>
  </message>
  <message>
   <source>正在读文件…</source>
   <translation>Reading the file…</translation>
  </message>
  <message>
   <source>每一行都导入了</source>
   <translation>Every row was imported</translation>
  </message>
  <message>
   <source>每一行都能导入</source>
   <translation>Every row can be imported</translation>
  </message>
  <message>
   <source>没写随访方式的按</source>
   <translation>Where no way of visit is given</translation>
  </message>
  <message>
   <source>行</source>
   <translation>Row</translation>
  </message>
  <message>
   <source>表里的代码是</source>
   <translation>Codes in the sheet are of</translation>
  </message>
  <message>
   <source>返回</source>
   <translation>Back</translation>
  </message>
  <message>
   <source>这个文件打不开，核对后再试</source>
   <translation>This file cannot be opened; check it and try again</translation>
  </message>
  <message>
   <source>这是一份</source>
   <translation>This is a sheet of</translation>
  </message>
  <message>
   <source>退回的行</source>
   <translation>Refused rows</translation>
  </message>
  <message>
   <source>逐行结果</source>
   <translation>Row by row</translation>
  </message>
  <message>
   <source>逐行结果写进了 {name}，改好标红的格再导入这一份</source>
   <translation>What became of each row is in {name}; mend the red cells and import that copy</translation>
  </message>
  <message>
   <source>，{count} 项没有导入</source>
   <translation>, {count} values not imported</translation>
  </message>
 </context>
 <context>
  <name>SlipFormPage</name>
  <message>
   <source>回到填写</source>
   <translation>Back to the form</translation>
  </message>
  <message>
   <source>开具后有单号，再打印</source>
   <translation>Print once it is issued and has a number</translation>
  </message>
  <message>
   <source>看单据</source>
   <translation>Show the paper</translation>
  </message>
  <message>
   <source>转诊单</source>
   <translation>Referral slip</translation>
  </message>
 </context>
 <context>
  <name>SlipPage</name>
  <message>
   <source>二维码或单号</source>
   <translation>Code or number</translation>
  </message>
  <message>
   <source>原来转往别的单位的，由县平台改到本单位，转出方看得到。按单号一天最多查20次，每次都有记录。</source>
   <translation>A slip for another organisation is sent here by the county, and the sender sees it. By number at most 20 questions a day, each on record.</translation>
  </message>
  <message>
   <source>患者姓名</source>
   <translation>Patient's name</translation>
  </message>
  <message>
   <source>扫二维码，或写全转诊单号和患者姓名</source>
   <translation>Scan the code, or type the whole number and the patient's name</translation>
  </message>
  <message>
   <source>持单到诊</source>
   <translation>Patient with a slip</translation>
  </message>
  <message>
   <source>查找</source>
   <translation>Find</translation>
  </message>
  <message>
   <source>正在联系县平台…</source>
   <translation>Contacting the county…</translation>
  </message>
  <message>
   <source>没有网时扫过的 {count} 个二维码，联网后自动再问</source>
   <translation>{count} codes scanned without a line will be asked for again</translation>
  </message>
  <message>
   <source>用扫码枪扫转诊单上的二维码，开单的诊所还没有同步也能打开；没有二维码的，写单号和患者姓名，两样都要写全。</source>
   <translation>Scan the code on the slip: it opens even if the clinic has not synced yet. Without a code, type the slip's number and the patient's name, both whole.</translation>
  </message>
  <message>
   <source>返回</source>
   <translation>Back</translation>
  </message>
 </context>
 <context>
  <name>SlipScans</name>
  <message>
   <source>去看</source>
   <translation>Look</translation>
  </message>
  <message>
   <source>正在向县平台查这张转诊单…</source>
   <translation>Asking the county for this slip…</translation>
  </message>
 </context>
 <context>
  <name>SlotEditor</name>
  <message>
   <source>{time} 余{count}</source>
   <translation>{time} {count} left</translation>
  </message>
  <message>
   <source>{time} 已约{count}</source>
   <translation>{time} {count} taken</translation>
  </message>
  <message>
   <source>{time} 满</source>
   <translation>{time} full</translation>
  </message>
  <message>
   <source>↑↓ 选空闲的时段</source>
   <translation>↑↓ choose a free time</translation>
  </message>
  <message>
   <source>当天没有公布号源，按常规时段排；↑↓ 选</source>
   <translation>No times are published for this day; usual times; ↑↓ choose</translation>
  </message>
 </context>
 <context>
  <name>StepPane</name>
  <message>
   <source>{count}张（{day}统计）</source>
   <translation>{count} (counted {day})</translation>
  </message>
  <message>
   <source>上次没写完的这一步已恢复</source>
   <translation>What was left unfinished of this step is back</translation>
  </message>
  <message>
   <source>不做这一步</source>
   <translation>Leave this step</translation>
  </message>
  <message>
   <source>写明问到了什么：到没到、诊断、怎么处理</source>
   <translation>Write what was heard: whether the patient came, the diagnosis, what was done</translation>
  </message>
  <message>
   <source>空床</source>
   <translation>Free beds</translation>
  </message>
  <message>
   <source>这个时段已经约满，仍可接收，先和科室说一声</source>
   <translation>This time is full; it may still be given, tell the department first</translation>
  </message>
 </context>
 <context>
  <name>SupportDialog</name>
  <message>
   <source>{name}　{count} 行</source>
   <translation>{name}  {count} lines</translation>
  </message>
  <message>
   <source>不打包</source>
   <translation>Do not pack</translation>
  </message>
  <message>
   <source>包里的文件</source>
   <translation>Files in the packet</translation>
  </message>
  <message>
   <source>打包到</source>
   <translation>Pack to</translation>
  </message>
  <message>
   <source>打包到…</source>
   <translation>Pack to…</translation>
  </message>
  <message>
   <source>打包日志</source>
   <translation>Pack logs</translation>
  </message>
  <message>
   <source>打包给帮忙的人看的日志</source>
   <translation>Logs packed for whoever helps</translation>
  </message>
  <message>
   <source>文件的内容</source>
   <translation>Content of the file</translation>
  </message>
  <message>
   <source>里面没有居民的姓名、号码、电话、地址、病情，没有账户名、密码和钥匙；中文和长数字都换成了 *。先在这里逐个看，再决定打不打包。</source>
   <translation>It holds no names, numbers, telephones, addresses or illnesses of residents, no account names, passwords or keys; Chinese text and long numbers have become *. Look at each file here, then decide.</translation>
  </message>
 </context>
 <context>
  <name>SyncCard</name>
  <message>
   <source>一起传</source>
   <translation>Send them too</translation>
  </message>
  <message>
   <source>保存两秒后、再每隔五分钟自动同步；没有网络时都存在本机，联网后自动补传。F5 马上同步。</source>
   <translation>Syncs two seconds after a save and every five minutes; without a network everything stays on this computer and is sent later. F5 syncs now.</translation>
  </message>
  <message>
   <source>先不传，流量少</source>
   <translation>Not now, little data volume</translation>
  </message>
  <message>
   <source>县平台 {name}，上次同步 {time}，待传 {count} 条</source>
   <translation>County platform {name}, last sync {time}, {count} waiting</translation>
  </message>
  <message>
   <source>县平台 {name}，还没有同步过，待传 {count} 条</source>
   <translation>County platform {name}, no sync yet, {count} waiting</translation>
  </message>
  <message>
   <source>同步</source>
   <translation>Sync</translation>
  </message>
  <message>
   <source>同步页</source>
   <translation>Sync page</translation>
  </message>
  <message>
   <source>照片和附件</source>
   <translation>Photos and attachments</translation>
  </message>
  <message>
   <source>还没有入网：向县平台要入网码，在同步页输入</source>
   <translation>Not enrolled yet: ask the county platform for a code and enter it on the sync page</translation>
  </message>
 </context>
 <context>
  <name>SyncPage</name>
  <message>
   <source>{count} 处两边填得不同，要人来选</source>
   <translation>{count} values differ between two places; a person has to choose</translation>
  </message>
  <message>
   <source>{count} 对档案可能是同一人，要人来认</source>
   <translation>{count} pairs of files may be of one person; a person decides</translation>
  </message>
  <message>
   <source>{count} 次保存单独传也传不上去，先放在一边，稍后再试；其他照常传</source>
   <translation>{count} saves fail even when sent alone; they rest before the next try, the others go on</translation>
  </message>
  <message>
   <source>{count} 次保存在县平台等了五天以上，核对前面的记录，或联系县平台</source>
   <translation>{count} saves have waited at the county for over five days: check the earlier records or call the county</translation>
  </message>
  <message>
   <source>{count} 次保存在县平台等前面的记录，已经一天以上</source>
   <translation>{count} saves have waited at the county for earlier records for over a day</translation>
  </message>
  <message>
   <source>{kind} {count} 条</source>
   <translation>{kind} {count}</translation>
  </message>
  <message>
   <source>{time} 与县平台核对，补正 {count} 条</source>
   <translation>{time}: compared with the county, {count} records put right</translation>
  </message>
  <message>
   <source>上次同步 {time}</source>
   <translation>Last sync {time}</translation>
  </message>
  <message>
   <source>全部已传到县平台</source>
   <translation>Everything has reached the county platform</translation>
  </message>
  <message>
   <source>刚才送出 {sent} 条，收到 {received} 条</source>
   <translation>Just sent {sent}, received {received}</translation>
  </message>
  <message>
   <source>去改正</source>
   <translation>Correct</translation>
  </message>
  <message>
   <source>去看</source>
   <translation>Look</translation>
  </message>
  <message>
   <source>去认</source>
   <translation>Check</translation>
  </message>
  <message>
   <source>去选</source>
   <translation>Choose</translation>
  </message>
  <message>
   <source>县平台</source>
   <translation>County</translation>
  </message>
  <message>
   <source>县平台从备份恢复过，正在重新核对；本机的记录一条不少</source>
   <translation>The county was restored from a backup and is being compared; no record of this computer is lost</translation>
  </message>
  <message>
   <source>县平台已停用这个账户，找管理员核对；已保存的都在本机</source>
   <translation>The county has disabled this account: ask the administrator; everything saved is on this computer</translation>
  </message>
  <message>
   <source>县平台没有接收 {count} 次保存</source>
   <translation>The county did not take {count} saves</translation>
  </message>
  <message>
   <source>可以离线工作 {days} 天，还有 {left} 天，每次联系县平台重新起算</source>
   <translation>{days} days of work offline, {left} left; counted anew from each contact with the county</translation>
  </message>
  <message>
   <source>同步</source>
   <translation>Sync</translation>
  </message>
  <message>
   <source>已到县平台、在等前面的记录 {count} 条</source>
   <translation>{count} at the county, waiting for earlier records</translation>
  </message>
  <message>
   <source>已收到的可以先用；断网或关机后接着收，不从头开始。</source>
   <translation>What has come can be used; after a break it goes on, not from the beginning.</translation>
  </message>
  <message>
   <source>待传</source>
   <translation>To send</translation>
  </message>
  <message>
   <source>待传 {count}</source>
   <translation>To send {count}</translation>
  </message>
  <message>
   <source>待传 {count} 条，最早 {age}</source>
   <translation>To send {count}, oldest {age}</translation>
  </message>
  <message>
   <source>接收居民档案</source>
   <translation>Receiving files</translation>
  </message>
  <message>
   <source>接收进度</source>
   <translation>Progress</translation>
  </message>
  <message>
   <source>接着收</source>
   <translation>Go on</translation>
  </message>
  <message>
   <source>暂停接收</source>
   <translation>Pause</translation>
  </message>
  <message>
   <source>最早 {age}</source>
   <translation>oldest {age}</translation>
  </message>
  <message>
   <source>有 {count} 处需要处理，其他记录照常上传</source>
   <translation>{count} things need a person; everything else goes on</translation>
  </message>
  <message>
   <source>服务器 {name}　上次联系 {time}</source>
   <translation>Server {name}　last contact {time}</translation>
  </message>
  <message>
   <source>未联网 · 已保存在本机 · 待传 {count}</source>
   <translation>Offline · saved on this computer · to send {count}</translation>
  </message>
  <message>
   <source>正在同步…</source>
   <translation>Syncing…</translation>
  </message>
  <message>
   <source>电脑的时钟和县平台一致</source>
   <translation>This computer's clock agrees with the county's</translation>
  </message>
  <message>
   <source>立即同步　F5</source>
   <translation>Sync now  F5</translation>
  </message>
  <message>
   <source>第 {stage} 步（共 {stages} 步）：{what} {rows} / {total} 条　这次收到 {size} MB</source>
   <translation>Step {stage} of {stages}: {what} {rows} / {total}　received now {size} MB</translation>
  </message>
  <message>
   <source>练习数据不上传。正式数据保存时先加密存在本机，有网时自己上传，没有网照常工作</source>
   <translation>Practice data are not sent. Real data are saved on this laptop in encrypted form and sent when there is a line; without one, work goes on</translation>
  </message>
  <message>
   <source>还没有</source>
   <translation>not yet</translation>
  </message>
  <message>
   <source>这台电脑还没有入网，记录都保存在本机</source>
   <translation>This computer is not enrolled; records are kept on it</translation>
  </message>
  <message>
   <source>需要处理</source>
   <translation>Need attention</translation>
  </message>
 </context>
 <context>
  <name>Table</name>
  <message>
   <source>上下键选一行，Enter 打开</source>
   <translation>Up and down choose a row, Enter opens it</translation>
  </message>
 </context>
 <context>
  <name>TemplatesCard</name>
  <message>
   <source>{count} 列：{columns}</source>
   <translation>{count} columns: {columns}</translation>
  </message>
  <message>
   <source>…</source>
   <translation>…</translation>
  </message>
  <message>
   <source>别的系统要什么样的列，就选一份它的空表或导出表：以后导出名单时可选“按…的列”，列名和顺序与它一样。马上生效。</source>
   <translation>Choose an empty or exported sheet of the other system: lists can then be exported “in the columns of …”, with its names in its order. Takes effect at once.</translation>
  </message>
  <message>
   <source>加一个模板…</source>
   <translation>Add a template…</translation>
  </message>
  <message>
   <source>加了模板“{name}”，导出名单时在文件类型里选</source>
   <translation>Template “{name}” added; choose it as the file type when exporting a list</translation>
  </message>
  <message>
   <source>去掉</source>
   <translation>Remove</translation>
  </message>
  <message>
   <source>去掉模板“{name}”</source>
   <translation>Remove template “{name}”</translation>
  </message>
  <message>
   <source>导出模板</source>
   <translation>Export templates</translation>
  </message>
  <message>
   <source>表格 (*.xlsx *.csv)</source>
   <translation>Tables (*.xlsx *.csv)</translation>
  </message>
  <message>
   <source>还没有模板，名单按屏幕上的列导出</source>
   <translation>No templates yet; lists go out in the columns on the screen</translation>
  </message>
  <message>
   <source>这个文件打不开，核对后再试</source>
   <translation>This file cannot be opened; check it and try again</translation>
  </message>
  <message>
   <source>选一份带表头的表格</source>
   <translation>Choose a sheet with column names</translation>
  </message>
 </context>
 <context>
  <name>TimelineView</name>
  <message>
   <source>{count} 条</source>
   <translation>{count} lines</translation>
  </message>
  <message>
   <source>健康体检</source>
   <translation>health examination</translation>
  </message>
  <message>
   <source>全部</source>
   <translation>All</translation>
  </message>
  <message>
   <source>内容</source>
   <translation>Content</translation>
  </message>
  <message>
   <source>只看哪一类</source>
   <translation>Show one kind only</translation>
  </message>
  <message>
   <source>接诊、会诊</source>
   <translation>Encounters, consultations</translation>
  </message>
  <message>
   <source>日期</source>
   <translation>date</translation>
  </message>
  <message>
   <source>时间线</source>
   <translation>Timeline</translation>
  </message>
  <message>
   <source>没有这一类记录。</source>
   <translation>No records of this kind.</translation>
  </message>
  <message>
   <source>病种登记</source>
   <translation>Programmes</translation>
  </message>
  <message>
   <source>签约、履约</source>
   <translation>Contracts, services</translation>
  </message>
  <message>
   <source>类别</source>
   <translation>Kind</translation>
  </message>
  <message>
   <source>联系</source>
   <translation>Contacts</translation>
  </message>
  <message>
   <source>转诊、回转</source>
   <translation>Referrals, returns</translation>
  </message>
  <message>
   <source>还没有记录。按 Enter 做第一次随访。</source>
   <translation>No records yet. Enter begins the first visit.</translation>
  </message>
  <message>
   <source>连同作废的</source>
   <translation>With void ones</translation>
  </message>
  <message>
   <source>附件</source>
   <translation>Attachments</translation>
  </message>
  <message>
   <source>随访</source>
   <translation>Follow-ups</translation>
  </message>
 </context>
 <context>
  <name>ToldLine</name>
  <message>
   <source>另填</source>
   <translation>Answer here</translation>
  </message>
 </context>
 <context>
  <name>TopBar</name>
  <message>
   <source>只保存在练习数据里</source>
   <translation>Kept with the practice data only</translation>
  </message>
  <message>
   <source>在线 · 已同步 {time}</source>
   <translation>Online · synced {time}</translation>
  </message>
  <message>
   <source>在线 · 还没同步完</source>
   <translation>Online · not finished</translation>
  </message>
  <message>
   <source>待传 {count}（最早{age}）</source>
   <translation>To send {count} (oldest {age})</translation>
  </message>
  <message>
   <source>急救</source>
   <translation>Emergency</translation>
  </message>
  <message>
   <source>按键一览　Shift+F1</source>
   <translation>Keys  Shift+F1</translation>
  </message>
  <message>
   <source>换人登录</source>
   <translation>Switch user</translation>
  </message>
  <message>
   <source>换成 {name}</source>
   <translation>Switch to {name}</translation>
  </message>
  <message>
   <source>未入网</source>
   <translation>Not enrolled</translation>
  </message>
  <message>
   <source>未入网 · 已保存在本机</source>
   <translation>Not enrolled · saved here</translation>
  </message>
  <message>
   <source>未联网 · 已保存在本机</source>
   <translation>Offline · saved here</translation>
  </message>
  <message>
   <source>没有待传</source>
   <translation>Nothing to send</translation>
  </message>
  <message>
   <source>练习 · 不上传</source>
   <translation>Practice · not sent</translation>
  </message>
  <message>
   <source>账户和密码</source>
   <translation>Accounts and passwords</translation>
  </message>
  <message>
   <source>锁定　Ctrl+L</source>
   <translation>Lock　Ctrl+L</translation>
  </message>
  <message>
   <source>需处理 {count}</source>
   <translation>Attention {count}</translation>
  </message>
 </context>
 <context>
  <name>TourFormPage</name>
  <message>
   <source>巡诊</source>
   <translation>Tour</translation>
  </message>
  <message>
   <source>巡诊已保存</source>
   <translation>The tour is saved</translation>
  </message>
  <message>
   <source>没有改动，不用保存</source>
   <translation>No changes, nothing to save</translation>
  </message>
  <message>
   <source>这个村现有 {count} 人待办</source>
   <translation>{count} people are due in this village</translation>
  </message>
 </context>
 <context>
  <name>TourListPage</name>
  <message>
   <source>{count} 次</source>
   <translation>{count} tours</translation>
  </message>
  <message>
   <source>人员</source>
   <translation>Staff</translation>
  </message>
  <message>
   <source>到场</source>
   <translation>Came</translation>
  </message>
  <message>
   <source>地点</source>
   <translation>Place</translation>
  </message>
  <message>
   <source>备注</source>
   <translation>Note</translation>
  </message>
  <message>
   <source>巡诊清单</source>
   <translation>Tours of the month</translation>
  </message>
  <message>
   <source>日期</source>
   <translation>Day</translation>
  </message>
  <message>
   <source>服务</source>
   <translation>Served</translation>
  </message>
  <message>
   <source>村</source>
   <translation>Village</translation>
  </message>
  <message>
   <source>状态</source>
   <translation>State</translation>
  </message>
  <message>
   <source>类别</source>
   <translation>Kind</translation>
  </message>
  <message>
   <source>这个月没有巡诊和义诊。在巡诊计划的月历上选村和日子，按 Enter 安排。</source>
   <translation>No tours or free clinics this month. Choose a village and a day in the calendar of tours and press Enter to plan one.</translation>
  </message>
 </context>
 <context>
  <name>ToursPage</name>
  <message>
   <source>{count}人待办</source>
   <translation>{count} people due</translation>
  </message>
  <message>
   <source>到场 {people}人　服务 {served}人次</source>
   <translation>{people} came　{served} services</translation>
  </message>
  <message>
   <source>到场{count}人</source>
   <translation>{count} came</translation>
  </message>
  <message>
   <source>安排</source>
   <translation>Plan</translation>
  </message>
  <message>
   <source>巡诊月历</source>
   <translation>Tours of the month</translation>
  </message>
  <message>
   <source>巡诊计划</source>
   <translation>Tour plan</translation>
  </message>
  <message>
   <source>左右键换日子，上下键换村，Enter 安排</source>
   <translation>Left and right change the day, up and down the village, Enter plans</translation>
  </message>
  <message>
   <source>待办</source>
   <translation>Due</translation>
  </message>
  <message>
   <source>打印</source>
   <translation>Print</translation>
  </message>
  <message>
   <source>打开</source>
   <translation>Open</translation>
  </message>
  <message>
   <source>村</source>
   <translation>Village</translation>
  </message>
  <message>
   <source>清单</source>
   <translation>List</translation>
  </message>
 </context>
 <context>
  <name>TrendCard</name>
  <message>
   <source>■ 未达到考核目标　□ 达到　– – 考核目标　··· 临床目标　药 换药　转 转诊</source>
   <translation>■ misses the assessment target　□ meets it　– – assessment target　··· clinical target　M medicines changed　R referral</translation>
  </message>
  <message>
   <source>　最近 {value}（{day}）</source>
   <translation>　last {value} ({day})</translation>
  </message>
  <message>
   <source>临床</source>
   <translation>clinical</translation>
  </message>
  <message>
   <source>全部</source>
   <translation>All</translation>
  </message>
  <message>
   <source>空腹血糖</source>
   <translation>Fasting glucose</translation>
  </message>
  <message>
   <source>空腹血糖（mmol/L）</source>
   <translation>Fasting glucose (mmol/L)</translation>
  </message>
  <message>
   <source>考核</source>
   <translation>assessment</translation>
  </message>
  <message>
   <source>药</source>
   <translation>M</translation>
  </message>
  <message>
   <source>血压</source>
   <translation>Blood pressure</translation>
  </message>
  <message>
   <source>血压（mmHg）</source>
   <translation>Blood pressure (mmHg)</translation>
  </message>
  <message>
   <source>转</source>
   <translation>R</translation>
  </message>
  <message>
   <source>近一年</source>
   <translation>One year</translation>
  </message>
  <message>
   <source>近三年</source>
   <translation>Three years</translation>
  </message>
  <message>
   <source>这段时间没有量血压、测血糖。</source>
   <translation>No pressure or glucose was measured in this time.</translation>
  </message>
 </context>
 <context>
  <name>VisitPage</name>
  <message>
   <source>BMI {value}（自动）</source>
   <translation>BMI {value} (automatic)</translation>
  </message>
  <message>
   <source>{name} {grade}，下次 {day}</source>
   <translation>{name} {grade}, next {day}</translation>
  </message>
  <message>
   <source>{name}（到期）</source>
   <translation>{name} (due)</translation>
  </message>
  <message>
   <source>{score} 分　{grade}</source>
   <translation>{score} points, {grade}</translation>
  </message>
  <message>
   <source>　没有填、没有记：{names}</source>
   <translation>; not filled in, not recorded: {names}</translation>
  </message>
  <message>
   <source>不填即为 {name}</source>
   <translation>Left empty: {name}</translation>
  </message>
  <message>
   <source>五项答完定级</source>
   <translation>graded when all five are answered</translation>
  </message>
  <message>
   <source>保存并下一位</source>
   <translation>Save and next</translation>
  </message>
  <message>
   <source>加{names}</source>
   <translation>Add {names}</translation>
  </message>
  <message>
   <source>加病种</source>
   <translation>Add programme</translation>
  </message>
  <message>
   <source>已保存　{what}</source>
   <translation>Saved: {what}</translation>
  </message>
  <message>
   <source>开转诊单</source>
   <translation>Refer</translation>
  </message>
  <message>
   <source>本机没有这位居民，先建档或同步</source>
   <translation>This resident is not on this computer; register or sync first</translation>
  </message>
  <message>
   <source>没有改动。要原样再传一次，回到需处理的名单里按 F6</source>
   <translation>Nothing changed. To send it again as it is, press F6 in the list</translation>
  </message>
  <message>
   <source>没见到本人</source>
   <translation>Not met</translation>
  </message>
  <message>
   <source>电脑的时钟和县平台相差{hours}小时，县平台是{day}，核对随访日期</source>
   <translation>This computer's clock is {hours} h off; the county says {day}: check the visit date</translation>
  </message>
  <message>
   <source>补记：{visited}随访，{written}录入</source>
   <translation>Late entry: visited {visited}, written down {written}</translation>
  </message>
  <message>
   <source>这次随访不在本机，先同步再改</source>
   <translation>This visit is not on this computer; sync first</translation>
  </message>
 </context>
 <context>
  <name>WorkFilters</name>
  <message>
   <source>{people}人 {duties}项 {doors}户</source>
   <translation>{people} people, {duties} items, {doors} doors</translation>
  </message>
  <message>
   <source>　共{count}人</source>
   <translation>　of {count} people</translation>
  </message>
  <message>
   <source>全部村</source>
   <translation>All villages</translation>
  </message>
  <message>
   <source>全部组</source>
   <translation>All groups</translation>
  </message>
  <message>
   <source>全部项目</source>
   <translation>All kinds</translation>
  </message>
  <message>
   <source>到项目里选</source>
   <translation>To the kinds of duty</translation>
  </message>
  <message>
   <source>在名单里找</source>
   <translation>Search the list</translation>
  </message>
  <message>
   <source>在名单里找：姓名、首字母、门牌、电话　Ctrl+F</source>
   <translation>Find in the list: name, initials, door, phone　Ctrl+F</translation>
  </message>
  <message>
   <source>找“{text}”</source>
   <translation>find “{text}”</translation>
  </message>
  <message>
   <source>村</source>
   <translation>Village</translation>
  </message>
  <message>
   <source>组</source>
   <translation>Group</translation>
  </message>
  <message>
   <source>项目</source>
   <translation>Kind</translation>
  </message>
 </context>
 <context>
  <name>WorkLine</name>
  <message>
   <source>{work}的进度</source>
   <translation>Progress of {work}</translation>
  </message>
  <message>
   <source>停下</source>
   <translation>Stop</translation>
  </message>
  <message>
   <source>停下{work}</source>
   <translation>Stop {work}</translation>
  </message>
  <message>
   <source>正在停下，做到一处完整的地方</source>
   <translation>Stopping at the next complete place</translation>
  </message>
 </context>
 <context>
  <name>WorkPage</name>
  <message>
   <source>{name}　{count}人</source>
   <translation>{name}  {count} people</translation>
  </message>
  <message>
   <source>上次</source>
   <translation>Last</translation>
  </message>
  <message>
   <source>今日可办</source>
   <translation>Due</translation>
  </message>
  <message>
   <source>今日工作</source>
   <translation>Today</translation>
  </message>
  <message>
   <source>今日工作名单</source>
   <translation>Today's worklist</translation>
  </message>
  <message>
   <source>先急</source>
   <translation>Urgent</translation>
  </message>
  <message>
   <source>先看的原因</source>
   <translation>Why first</translation>
  </message>
  <message>
   <source>其余各村正在列出</source>
   <translation>The other villages are being listed</translation>
  </message>
  <message>
   <source>到期该随访的人会列在这里，按村民小组和门牌排好。登记居民并做第一次随访后就有了。</source>
   <translation>People due for a visit are listed here by village group and house number. The list fills once residents are registered and first visits are done.</translation>
  </message>
  <message>
   <source>在名单里找</source>
   <translation>Find in the list</translation>
  </message>
  <message>
   <source>姓名</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>巡诊</source>
   <translation>Tours</translation>
  </message>
  <message>
   <source>已逾期</source>
   <translation>Overdue</translation>
  </message>
  <message>
   <source>录入</source>
   <translation>Grid</translation>
  </message>
  <message>
   <source>待回访</source>
   <translation>Returned</translation>
  </message>
  <message>
   <source>打印</source>
   <translation>Print</translation>
  </message>
  <message>
   <source>期限</source>
   <translation>Due</translation>
  </message>
  <message>
   <source>未分组</source>
   <translation>No group</translation>
  </message>
  <message>
   <source>没有符合条件的人。再按一次上面的数字看全部，或清掉条件。</source>
   <translation>Nobody fits. Press the figure above again to see everybody, or clear the filters.</translation>
  </message>
  <message>
   <source>没联系上</source>
   <translation>No reply</translation>
  </message>
  <message>
   <source>登记第一位居民</source>
   <translation>Register the first resident</translation>
  </message>
  <message>
   <source>筛选　Ctrl+F</source>
   <translation>Filter　Ctrl+F</translation>
  </message>
  <message>
   <source>补充转诊单</source>
   <translation>Complete the referral</translation>
  </message>
  <message>
   <source>补全急救单</source>
   <translation>Complete the slip</translation>
  </message>
  <message>
   <source>该做</source>
   <translation>To do</translation>
  </message>
  <message>
   <source>路线</source>
   <translation>Route</translation>
  </message>
  <message>
   <source>选一位，这里显示最近的血压、用药和电话</source>
   <translation>Choose a person to see recent pressures, medicines and phone</translation>
  </message>
  <message>
   <source>门牌</source>
   <translation>House</translation>
  </message>
  <message>
   <source>需处理</source>
   <translation>Check</translation>
  </message>
 </context>
 <context>
  <name>WorkStrip</name>
  <message>
   <source>另有 {count} 项</source>
   <translation>{count} more</translation>
  </message>
 </context>
 <context>
  <name>_NewPassword</name>
  <message>
   <source>两次输入的密码不一样，再输一次</source>
   <translation>The two passwords differ; type it again</translation>
  </message>
  <message>
   <source>再输一次密码</source>
   <translation>Password once more</translation>
  </message>
  <message>
   <source>密码至少8位</source>
   <translation>At least 8 characters</translation>
  </message>
 </context>
 <context>
  <name>audit_words</name>
  <message>
   <source>{count} 条记录</source>
   <translation>{count} records</translation>
  </message>
  <message>
   <source>{count} 次保存</source>
   <translation>{count} saves</translation>
  </message>
  <message>
   <source>{count} 行</source>
   <translation>{count} rows</translation>
  </message>
  <message>
   <source>{list} {count} 条</source>
   <translation>{list} {count} lines</translation>
  </message>
  <message>
   <source>一次保存</source>
   <translation>A save</translation>
  </message>
  <message>
   <source>今日工作名单</source>
   <translation>List of today's work</translation>
  </message>
  <message>
   <source>修复时补记</source>
   <translation>Written down at the repair</translation>
  </message>
  <message>
   <source>内容一致</source>
   <translation>The same content</translation>
  </message>
  <message>
   <source>冲突</source>
   <translation>Conflicts</translation>
  </message>
  <message>
   <source>出院回访</source>
   <translation>Calls after discharge</translation>
  </message>
  <message>
   <source>到第 {count} 条</source>
   <translation>up to number {count}</translation>
  </message>
  <message>
   <source>县平台没有接收的保存</source>
   <translation>Saves that the county refused</translation>
  </message>
  <message>
   <source>取消了</source>
   <translation>Taken away</translation>
  </message>
  <message>
   <source>名单</source>
   <translation>List</translation>
  </message>
  <message>
   <source>在院费用</source>
   <translation>Costs of inpatients</translation>
  </message>
  <message>
   <source>审计</source>
   <translation>Audit</translation>
  </message>
  <message>
   <source>审计记录</source>
   <translation>Audit entries</translation>
  </message>
  <message>
   <source>家庭 {count} 户</source>
   <translation>{count} households</translation>
  </message>
  <message>
   <source>家庭名单</source>
   <translation>List of households</translation>
  </message>
  <message>
   <source>导入批次 {count}</source>
   <translation>Import batch {count}</translation>
  </message>
  <message>
   <source>导入批次 {count} 的结果</source>
   <translation>Results of import batch {count}</translation>
  </message>
  <message>
   <source>导入记录</source>
   <translation>Imports</translation>
  </message>
  <message>
   <source>居民 {count} 人</source>
   <translation>{count} residents</translation>
  </message>
  <message>
   <source>居民名单</source>
   <translation>List of residents</translation>
  </message>
  <message>
   <source>履约记录</source>
   <translation>Services given</translation>
  </message>
  <message>
   <source>巡诊清单</source>
   <translation>List of tours</translation>
  </message>
  <message>
   <source>已有 {count}</source>
   <translation>{count} there already</translation>
  </message>
  <message>
   <source>手动</source>
   <translation>By hand</translation>
  </message>
  <message>
   <source>指纹 {start}</source>
   <translation>Fingerprint {start}</translation>
  </message>
  <message>
   <source>换人</source>
   <translation>Another person</translation>
  </message>
  <message>
   <source>接力包 {count}</source>
   <translation>Relay package {count}</translation>
  </message>
  <message>
   <source>撤销 {count}</source>
   <translation>{count} taken back</translation>
  </message>
  <message>
   <source>新增 {count}</source>
   <translation>{count} new</translation>
  </message>
  <message>
   <source>时间线</source>
   <translation>Timeline</translation>
  </message>
  <message>
   <source>本机 {count} 行</source>
   <translation>{count} rows here</translation>
  </message>
  <message>
   <source>没有操作</source>
   <translation>Nobody was there</translation>
  </message>
  <message>
   <source>电脑</source>
   <translation>Computer</translation>
  </message>
  <message>
   <source>电脑休眠</source>
   <translation>The computer slept</translation>
  </message>
  <message>
   <source>电脑锁屏</source>
   <translation>The computer's screen was locked</translation>
  </message>
  <message>
   <source>电话</source>
   <translation>Telephone</translation>
  </message>
  <message>
   <source>留下 {count}</source>
   <translation>{count} stay</translation>
  </message>
  <message>
   <source>疑似重复的档案</source>
   <translation>Likely duplicates</translation>
  </message>
  <message>
   <source>统计</source>
   <translation>Figures</translation>
  </message>
  <message>
   <source>自动锁定的分钟数</source>
   <translation>Minutes until it locks</translation>
  </message>
  <message>
   <source>补充 {count}</source>
   <translation>{count} filled in</translation>
  </message>
  <message>
   <source>设了</source>
   <translation>Set</translation>
  </message>
  <message>
   <source>证件号码</source>
   <translation>Identity number</translation>
  </message>
  <message>
   <source>读不出 {count}</source>
   <translation>{count} not readable</translation>
  </message>
  <message>
   <source>账户</source>
   <translation>Account</translation>
  </message>
  <message>
   <source>超时未答复</source>
   <translation>Overdue answers</translation>
  </message>
  <message>
   <source>转诊单</source>
   <translation>Referral slip</translation>
  </message>
  <message>
   <source>转诊登记</source>
   <translation>Referral register</translation>
  </message>
  <message>
   <source>转诊统计</source>
   <translation>Referral figures</translation>
  </message>
  <message>
   <source>连错 {count} 次</source>
   <translation>{count} wrong tries</translation>
  </message>
  <message>
   <source>退回 {count}</source>
   <translation>{count} refused</translation>
  </message>
  <message>
   <source>附件</source>
   <translation>Attachment</translation>
  </message>
 </context>
 <context>
  <name>box</name>
  <message>
   <source>随本机</source>
   <translation>As this computer</translation>
  </message>
 </context>
 <context>
  <name>commands</name>
  <message>
   <source>今日工作</source>
   <translation>Today</translation>
  </message>
  <message>
   <source>从别村迁入</source>
   <translation>Moved here from another village</translation>
  </message>
  <message>
   <source>入户</source>
   <translation>Households</translation>
  </message>
  <message>
   <source>冲突处理</source>
   <translation>Conflicts</translation>
  </message>
  <message>
   <source>出院回访</source>
   <translation>Calls after discharge</translation>
  </message>
  <message>
   <source>同步</source>
   <translation>Sync</translation>
  </message>
  <message>
   <source>备份</source>
   <translation>Backup</translation>
  </message>
  <message>
   <source>审计</source>
   <translation>Audit</translation>
  </message>
  <message>
   <source>居民</source>
   <translation>Residents</translation>
  </message>
  <message>
   <source>巡诊计划</source>
   <translation>Tours</translation>
  </message>
  <message>
   <source>帮助</source>
   <translation>Help</translation>
  </message>
  <message>
   <source>快速录入</source>
   <translation>Quick entry</translation>
  </message>
  <message>
   <source>急救转诊</source>
   <translation>Emergency referral</translation>
  </message>
  <message>
   <source>打包日志</source>
   <translation>Pack logs</translation>
  </message>
  <message>
   <source>打印一页纸说明</source>
   <translation>Print a one-page manual</translation>
  </message>
  <message>
   <source>打印今日工作清单</source>
   <translation>Print today's work</translation>
  </message>
  <message>
   <source>打印本月巡诊计划</source>
   <translation>Print this month's tours</translation>
  </message>
  <message>
   <source>打印机</source>
   <translation>Printers</translation>
  </message>
  <message>
   <source>持单到诊</source>
   <translation>Arrived with a slip</translation>
  </message>
  <message>
   <source>换人登录</source>
   <translation>Another person</translation>
  </message>
  <message>
   <source>新建居民</source>
   <translation>New resident</translation>
  </message>
  <message>
   <source>最近的后台工作</source>
   <translation>Recent background work</translation>
  </message>
  <message>
   <source>测量设备</source>
   <translation>Measuring devices</translation>
  </message>
  <message>
   <source>疑似重复</source>
   <translation>Possible duplicates</translation>
  </message>
  <message>
   <source>立即同步</source>
   <translation>Sync now</translation>
  </message>
  <message>
   <source>统计</source>
   <translation>Statistics</translation>
  </message>
  <message>
   <source>自动锁定</source>
   <translation>Automatic lock</translation>
  </message>
  <message>
   <source>自检</source>
   <translation>Self-check</translation>
  </message>
  <message>
   <source>设置</source>
   <translation>Settings</translation>
  </message>
  <message>
   <source>账户和密码</source>
   <translation>Accounts and passwords</translation>
  </message>
  <message>
   <source>超时未答复</source>
   <translation>Unanswered past the time</translation>
  </message>
  <message>
   <source>转诊</source>
   <translation>Refer</translation>
  </message>
  <message>
   <source>转诊登记表</source>
   <translation>Referral register</translation>
  </message>
  <message>
   <source>转诊统计</source>
   <translation>Referral figures</translation>
  </message>
  <message>
   <source>锁定</source>
   <translation>Lock</translation>
  </message>
  <message>
   <source>需处理</source>
   <translation>Needs attention</translation>
  </message>
 </context>
 <context>
  <name>emergency</name>
  <message>
   <source>{hours}小时{minutes}分</source>
   <translation>{hours} h {minutes} min</translation>
  </message>
  <message>
   <source>{minutes}分钟</source>
   <translation>{minutes} min</translation>
  </message>
  <message>
   <source>待补全</source>
   <translation>To be completed</translation>
  </message>
  <message>
   <source>时间窗已过，照样尽快送</source>
   <translation>The window has closed; go as fast as you can all the same</translation>
  </message>
  <message>
   <source>时间窗还剩 {left}</source>
   <translation>{left} left in the window</translation>
  </message>
  <message>
   <source>没有发病时间，算不出还剩多少</source>
   <translation>Without an onset time nobody can say how much is left</translation>
  </message>
  <message>
   <source>补全剩{hours}:{minutes}</source>
   <translation>Complete: {hours}:{minutes} left</translation>
  </message>
  <message>
   <source>补全已超时 {span}</source>
   <translation>Completion overdue by {span}</translation>
  </message>
  <message>
   <source>补全超时</source>
   <translation>Completion overdue</translation>
  </message>
  <message>
   <source>限{time}前补全，还剩{span}</source>
   <translation>Complete before {time}, {span} left</translation>
  </message>
 </context>
 <context>
  <name>forms</name>
  <message>
   <source>{label} {value} 少见（常见 {low}-{high}），再核对一次</source>
   <translation>{label} {value} is unusual (usually {low}-{high}); check it again</translation>
  </message>
 </context>
 <context>
  <name>found</name>
  <message>
   <source>全家随访</source>
   <translation>Visit the whole family</translation>
  </message>
  <message>
   <source>家庭</source>
   <translation>Households</translation>
  </message>
  <message>
   <source>居民</source>
   <translation>Residents</translation>
  </message>
  <message>
   <source>打印{paper}</source>
   <translation>Print: {paper}</translation>
  </message>
  <message>
   <source>改档案</source>
   <translation>Edit the file</translation>
  </message>
  <message>
   <source>改这一户</source>
   <translation>Edit the household</translation>
  </message>
  <message>
   <source>最近打开</source>
   <translation>Opened last</translation>
  </message>
  <message>
   <source>本机没有这张转诊单，回车向县平台查</source>
   <translation>This slip is not on this laptop; Enter asks the county</translation>
  </message>
  <message>
   <source>没有找到。可换拼音首字母、身份证后四位或门牌号再试</source>
   <translation>Nothing found. Try pinyin initials, the last four of an identity number, or a house number</translation>
  </message>
  <message>
   <source>没联系上</source>
   <translation>Could not be reached</translation>
  </message>
  <message>
   <source>看一览</source>
   <translation>Overview</translation>
  </message>
  <message>
   <source>看转诊</source>
   <translation>This referral</translation>
  </message>
  <message>
   <source>看这一户</source>
   <translation>This household</translation>
  </message>
  <message>
   <source>签约与履约</source>
   <translation>Contract and services</translation>
  </message>
  <message>
   <source>转诊</source>
   <translation>Refer</translation>
  </message>
  <message>
   <source>转诊单</source>
   <translation>Referral slips</translation>
  </message>
  <message>
   <source>还有更多{kind}</source>
   <translation>More: {kind}</translation>
  </message>
  <message>
   <source>随访</source>
   <translation>Follow-up</translation>
  </message>
  <message>
   <source>页面和操作</source>
   <translation>Pages and actions</translation>
  </message>
 </context>
 <context>
  <name>grid</name>
  <message>
   <source>1 与上次相同：{medicines}</source>
   <translation>1 as last time: {medicines}</translation>
  </message>
  <message>
   <source>{label}　常见 {usual} {unit}</source>
   <translation>{label}　usually {usual} {unit}</translation>
  </message>
  <message>
   <source>没有上次的用药，打开随访填写</source>
   <translation>No medicines known; open the visit to enter them</translation>
  </message>
 </context>
 <context>
  <name>guide</name>
  <message>
   <source>做一次随访</source>
   <translation>Make a follow-up visit</translation>
  </message>
  <message>
   <source>开一张转诊单</source>
   <translation>Issue a referral</translation>
  </message>
  <message>
   <source>打印</source>
   <translation>Print</translation>
  </message>
  <message>
   <source>找一个人</source>
   <translation>Find a person</translation>
  </message>
  <message>
   <source>按 Ctrl+K，打姓名、拼音首字母或电话尾号，回车打开。</source>
   <translation>Press Ctrl+K, type a name, pinyin initials or the end of a telephone number, open with Enter.</translation>
  </message>
  <message>
   <source>按 Ctrl+L 锁定，点“进入练习”回来。写了一半的都在。</source>
   <translation>Lock with Ctrl+L, come back with “Practise”. What was half written is still there.</translation>
  </message>
  <message>
   <source>登记一个人</source>
   <translation>Register a person</translation>
  </message>
  <message>
   <source>看懂同步</source>
   <translation>Understand synchronising</translation>
  </message>
  <message>
   <source>练习不上传。看一遍平时几点传、传了什么、什么要人处理。</source>
   <translation>Practice data are not sent. See when work is sent, what, and what needs a person.</translation>
  </message>
  <message>
   <source>编一个姓名和出生日期，填完按 Ctrl+S 保存。</source>
   <translation>Make up a name and a birth date, fill in the rest and save with Ctrl+S.</translation>
  </message>
  <message>
   <source>选一个人打开一览，按 F8，选医院和科室，按 Ctrl+S 开具。</source>
   <translation>Open a person's overview, press F8, choose hospital and department, issue with Ctrl+S.</translation>
  </message>
  <message>
   <source>选一个人按回车，打几个数，看右边的判断，按 Ctrl+S 保存。</source>
   <translation>Choose a person, press Enter, type some figures, look at the judgement on the right, save with Ctrl+S.</translation>
  </message>
  <message>
   <source>选一张转诊单按 Ctrl+P，看到单据再按 Ctrl+P，或存为PDF。</source>
   <translation>Choose a referral and press Ctrl+P; with the slip before you press Ctrl+P again, or save it as PDF.</translation>
  </message>
  <message>
   <source>锁定再回来</source>
   <translation>Lock and come back</translation>
  </message>
 </context>
 <context>
  <name>help</name>
  <message>
   <source>Enter 到下一项，Shift+Enter 换行</source>
   <translation>Enter goes to the next field, Shift+Enter starts a new line</translation>
  </message>
  <message>
   <source>F7 未测并选原因；F9 换来源：手工、设备、抄自纸质、患者自述</source>
   <translation>F7: not measured, with the reason; F9: the next source (typed, device, from paper, told by the patient)</translation>
  </message>
  <message>
   <source>{mark} · {book}规则 {version}，自 {day} 起</source>
   <translation>{mark} · {book} rules {version}, since {day}</translation>
  </message>
  <message>
   <source>出自：{form}</source>
   <translation>From: {form}</translation>
  </message>
  <message>
   <source>可写成 20261122、2026.11.22、1122（今年）、22（本月）、今天、+14（14天后）</source>
   <translation>Write 20261122, 2026.11.22, 1122 (this year), 22 (this month), 今天 (today), +14 (in 14 days)</translation>
  </message>
  <message>
   <source>可填 {low} 到 {high} {unit}</source>
   <translation>From {low} to {high} {unit}</translation>
  </message>
  <message>
   <source>常见 {low} 到 {high}，超出会提醒再核对</source>
   <translation>Usually {low} to {high}; outside it you are asked to check</translation>
  </message>
  <message>
   <source>必填</source>
   <translation>Required</translation>
  </message>
  <message>
   <source>按数字键选择，左右键移动，空格选中，退格清除：</source>
   <translation>Digits choose, arrows move, Space selects, Backspace clears:</translation>
  </message>
  <message>
   <source>来源：{source}</source>
   <translation>Source: {source}</translation>
  </message>
  <message>
   <source>核实：{words}</source>
   <translation>Verified: {words}</translation>
  </message>
  <message>
   <source>照纸质表填写；没问的留空</source>
   <translation>Fill in as on the paper form; leave empty what was not asked</translation>
  </message>
 </context>
 <context>
  <name>import_words</name>
  <message>
   <source>…</source>
   <translation>…</translation>
  </message>
  <message>
   <source>。停下了，再撤销一次就接着做</source>
   <translation>. Stopped; undo again to go on</translation>
  </message>
  <message>
   <source>。停下以前的行都在，再导入同一份表就接着做</source>
   <translation>. The rows before the stop are in; importing the same sheet again goes on from there</translation>
  </message>
  <message>
   <source>。批次 {number}</source>
   <translation>. Batch {number}</translation>
  </message>
  <message>
   <source>共 {rows} 行：{parts}</source>
   <translation>{rows} rows: {parts}</translation>
  </message>
  <message>
   <source>可导入 {count}</source>
   <translation>{count} can be imported</translation>
  </message>
  <message>
   <source>导入记录</source>
   <translation>Imports</translation>
  </message>
  <message>
   <source>已导入 {count}</source>
   <translation>{count} imported</translation>
  </message>
  <message>
   <source>已有 {count}</source>
   <translation>{count} on file already</translation>
  </message>
  <message>
   <source>批次 {number}：撤销了 {count} 条</source>
   <translation>Batch {number}: {count} undone</translation>
  </message>
  <message>
   <source>补充 {count}</source>
   <translation>{count} filled in</translation>
  </message>
  <message>
   <source>还没有导入 {count}</source>
   <translation>{count} not imported yet</translation>
  </message>
  <message>
   <source>退回 {count}</source>
   <translation>{count} refused</translation>
  </message>
  <message>
   <source>，</source>
   <translation>, </translation>
  </message>
  <message>
   <source>，留下 {count} 条：{first}</source>
   <translation>, {count} stay: {first}</translation>
  </message>
 </context>
 <context>
  <name>indicators</name>
  <message>
   <source>全年</source>
   <translation>Whole year</translation>
  </message>
  <message>
   <source>其余</source>
   <translation>The rest</translation>
  </message>
  <message>
   <source>医生 {name}</source>
   <translation>Doctor {name}</translation>
  </message>
  <message>
   <source>卡方 {chi}，没有到要提示的程度</source>
   <translation>Chi-square {chi}: nothing to point out</translation>
  </message>
  <message>
   <source>尾数偏0（卡方 {chi}）：看看血压计怎么读数</source>
   <translation>Too many last digits 0 (chi-square {chi}): look at how the cuff is read</translation>
  </message>
  <message>
   <source>没写原因</source>
   <translation>No reason written</translation>
  </message>
  <message>
   <source>没有基数</source>
   <translation>No base figure</translation>
  </message>
  <message>
   <source>没有这种情况</source>
   <translation>Not so</translation>
  </message>
  <message>
   <source>第{quarter}季度</source>
   <translation>Quarter {quarter}</translation>
  </message>
 </context>
 <context>
  <name>keys</name>
  <message>
   <source>上一项</source>
   <translation>Previous field</translation>
  </message>
  <message>
   <source>下一节、上一节</source>
   <translation>Next section, previous section</translation>
  </message>
  <message>
   <source>下一项</source>
   <translation>Next field</translation>
  </message>
  <message>
   <source>任何一页</source>
   <translation>Every page</translation>
  </message>
  <message>
   <source>名单</source>
   <translation>List</translation>
  </message>
  <message>
   <source>填表</source>
   <translation>Filling in</translation>
  </message>
  <message>
   <source>多选几行、全选</source>
   <translation>Choose several rows, all rows</translation>
  </message>
  <message>
   <source>大段文字里换行</source>
   <translation>New line in a long text</translation>
  </message>
  <message>
   <source>打开这一行</source>
   <translation>Open this row</translation>
  </message>
  <message>
   <source>按第几列排序，再按倒过来；Ctrl+0 恢复原来的次序</source>
   <translation>Sort by that column, once more to reverse; Ctrl+0 restores the order</translation>
  </message>
  <message>
   <source>数字键</source>
   <translation>Digits</translation>
  </message>
  <message>
   <source>日期：今年的月日、本月的日、多少天后</source>
   <translation>Date: month and day of this year, day of this month, days from now</translation>
  </message>
  <message>
   <source>用药有变，改上次的</source>
   <translation>Medicines changed: edit the last ones</translation>
  </message>
  <message>
   <source>空格</source>
   <translation>Space</translation>
  </message>
  <message>
   <source>走到哪一行</source>
   <translation>Move to a row</translation>
  </message>
  <message>
   <source>这一页</source>
   <translation>This page</translation>
  </message>
  <message>
   <source>这一项未测，选原因</source>
   <translation>Not measured: choose why</translation>
  </message>
  <message>
   <source>这个数的来源</source>
   <translation>Where this number comes from</translation>
  </message>
  <message>
   <source>选择选项；左右键移动，空格选中，退格清除</source>
   <translation>Choose an option; left and right move, Space chooses, Backspace clears</translation>
  </message>
 </context>
 <context>
  <name>lock</name>
  <message>
   <source>{minutes}分钟没有操作，已自动锁定</source>
   <translation>Locked after {minutes} minutes without use</translation>
  </message>
  <message>
   <source>{why}。填到一半的表已保留，本人登录后接着填。</source>
   <translation>{why}. A half-filled form is kept; it goes on when the same person logs in.</translation>
  </message>
  <message>
   <source>已锁定</source>
   <translation>Locked</translation>
  </message>
  <message>
   <source>换人登录</source>
   <translation>Switch user</translation>
  </message>
  <message>
   <source>电脑休眠，已自动锁定</source>
   <translation>Locked because the computer slept</translation>
  </message>
  <message>
   <source>电脑锁屏，已自动锁定</source>
   <translation>Locked with the screen</translation>
  </message>
 </context>
 <context>
  <name>long_work</name>
  <message>
   <source>{done} / {total} {unit}</source>
   <translation>{done} / {total} {unit}</translation>
  </message>
  <message>
   <source>{done} {unit}</source>
   <translation>{done} {unit}</translation>
  </message>
  <message>
   <source>做好了</source>
   <translation>Done</translation>
  </message>
  <message>
   <source>做好了，要看一下</source>
   <translation>Done, needs a look</translation>
  </message>
  <message>
   <source>停下了</source>
   <translation>Stopped</translation>
  </message>
  <message>
   <source>在做</source>
   <translation>Under way</translation>
  </message>
  <message>
   <source>数据文件从头到尾核对过，完好</source>
   <translation>The data file was checked from end to end and is sound</translation>
  </message>
  <message>
   <source>核对数据文件，查出 {count} 处：{first}</source>
   <translation>The data file was checked, {count} found: {first}</translation>
  </message>
  <message>
   <source>没做完就断了</source>
   <translation>Cut off before its end</translation>
  </message>
  <message>
   <source>没做成</source>
   <translation>Failed</translation>
  </message>
  <message>
   <source>演练成功：恢复出{rows}条记录，与现在的数据逐条一致，试验文件夹已删</source>
   <translation>Rehearsal passed: {rows} records came back, each the same as now; the trial folder was removed</translation>
  </message>
  <message>
   <source>演练成功：恢复出{rows}条记录，现在有{here}条，备份以后又有改动；试验文件夹已删</source>
   <translation>Rehearsal passed: {rows} records came back, {here} here now; there were changes since the backup; the trial folder was removed</translation>
  </message>
  <message>
   <source>约还要 {count} 分钟</source>
   <translation>About {count} minutes left</translation>
  </message>
  <message>
   <source>约还要 {count} 秒</source>
   <translation>About {count} seconds left</translation>
  </message>
 </context>
 <context>
  <name>owner</name>
  <message>
   <source>{days} 天内没有联系县平台，数据就会锁住（不会丢）；联网同步一次，或用U盘接力带回回执</source>
   <translation>Without contact with the county the data will be locked within {days} days (nothing is lost); synchronise once, or bring a receipt back on a stick</translation>
  </message>
 </context>
 <context>
  <name>papers</name>
  <message>
   <source>A4</source>
   <translation>A4</translation>
  </message>
  <message>
   <source>A5 横放</source>
   <translation>A5 landscape</translation>
  </message>
  <message>
   <source>回执</source>
   <translation>Receipt</translation>
  </message>
  <message>
   <source>回转单</source>
   <translation>Return slip</translation>
  </message>
  <message>
   <source>患者明白纸</source>
   <translation>Patient's guide</translation>
  </message>
  <message>
   <source>登记表和名单</source>
   <translation>Registers and lists</translation>
  </message>
  <message>
   <source>知情同意书</source>
   <translation>Consent form</translation>
  </message>
  <message>
   <source>转诊单</source>
   <translation>Referral slip</translation>
  </message>
  <message>
   <source>连续纸 241×140</source>
   <translation>Continuous 241×140</translation>
  </message>
  <message>
   <source>连续纸 241×93</source>
   <translation>Continuous 241×93</translation>
  </message>
  <message>
   <source>随访表和档案</source>
   <translation>Visit forms and records</translation>
  </message>
 </context>
 <context>
  <name>passwords</name>
  <message>
   <source>两次输入的密码不一样，再输一次</source>
   <translation>The two passwords differ; type it again</translation>
  </message>
  <message>
   <source>密码至少8位</source>
   <translation>At least 8 characters</translation>
  </message>
 </context>
 <context>
  <name>person_form</name>
  <message>
   <source>危险行为、经济状况、专科意见</source>
   <translation>Dangerous acts, economic state, specialist's advice</translation>
  </message>
  <message>
   <source>既往</source>
   <translation>History</translation>
  </message>
  <message>
   <source>服务</source>
   <translation>Services</translation>
  </message>
  <message>
   <source>期限与签字</source>
   <translation>Term and signature</translation>
  </message>
  <message>
   <source>本人</source>
   <translation>The person</translation>
  </message>
  <message>
   <source>登记新的病种</source>
   <translation>Register in another programme</translation>
  </message>
  <message>
   <source>监护人和联系人</source>
   <translation>Guardian and contacts</translation>
  </message>
  <message>
   <source>知情同意</source>
   <translation>Informed consent</translation>
  </message>
  <message>
   <source>解约（提前结束才填）</source>
   <translation>Termination (only when it ends early)</translation>
  </message>
  <message>
   <source>诊断和治疗</source>
   <translation>Diagnosis and treatment</translation>
  </message>
 </context>
 <context>
  <name>rail</name>
  <message>
   <source>今日</source>
   <translation>Today</translation>
  </message>
  <message>
   <source>今日工作</source>
   <translation>Today</translation>
  </message>
  <message>
   <source>入户</source>
   <translation>Homes</translation>
  </message>
  <message>
   <source>冲突</source>
   <translation>Conflicts</translation>
  </message>
  <message>
   <source>冲突处理</source>
   <translation>Conflicts</translation>
  </message>
  <message>
   <source>出院回访</source>
   <translation>Calls after discharge</translation>
  </message>
  <message>
   <source>同步</source>
   <translation>Sync</translation>
  </message>
  <message>
   <source>回访</source>
   <translation>Calls</translation>
  </message>
  <message>
   <source>在院</source>
   <translation>Wards</translation>
  </message>
  <message>
   <source>在院费用</source>
   <translation>Ward costs</translation>
  </message>
  <message>
   <source>居民</source>
   <translation>Residents</translation>
  </message>
  <message>
   <source>帮助</source>
   <translation>Help</translation>
  </message>
  <message>
   <source>疑似重复</source>
   <translation>Likely duplicates</translation>
  </message>
  <message>
   <source>统计</source>
   <translation>Statistics</translation>
  </message>
  <message>
   <source>设置</source>
   <translation>Settings</translation>
  </message>
  <message>
   <source>转诊</source>
   <translation>Referrals</translation>
  </message>
  <message>
   <source>重复</source>
   <translation>Twice</translation>
  </message>
  <message>
   <source>需办</source>
   <translation>Mend</translation>
  </message>
  <message>
   <source>需处理</source>
   <translation>To correct</translation>
  </message>
 </context>
 <context>
  <name>records</name>
  <message>
   <source>0-6岁儿童</source>
   <translation>child of 0-6</translation>
  </message>
  <message>
   <source>0级</source>
   <translation>grade 0</translation>
  </message>
  <message>
   <source>10分钟内做心电图并传给胸痛中心；做不了的不等，马上转</source>
   <translation>ECG within 10 minutes, sent to the chest pain centre; without one do not wait, go</translation>
  </message>
  <message>
   <source>12位行政区划代码</source>
   <translation>12-digit area code</translation>
  </message>
  <message>
   <source>17位，由县平台分配，未分配时为待分配</source>
   <translation>17 digits, assigned by the county platform; “待分配” until then</translation>
  </message>
  <message>
   <source>1级</source>
   <translation>grade 1</translation>
  </message>
  <message>
   <source>2025年起65岁以上为胸部DR正位</source>
   <translation>from 2025 a chest DR, front view, for those over 65</translation>
  </message>
  <message>
   <source>24小时电话</source>
   <translation>Phone, 24 hours</translation>
  </message>
  <message>
   <source>2周内随访，随访结果</source>
   <translation>follow-up within 2 weeks, its result</translation>
  </message>
  <message>
   <source>2型糖尿病</source>
   <translation>Type 2 diabetes</translation>
  </message>
  <message>
   <source>2型糖尿病患者管理率</source>
   <translation>Type 2 diabetes: managed</translation>
  </message>
  <message>
   <source>2型糖尿病患者规范管理率</source>
   <translation>Type 2 diabetes: managed by the rules</translation>
  </message>
  <message>
   <source>2型糖尿病随访</source>
   <translation>Type 2 diabetes follow-ups</translation>
  </message>
  <message>
   <source>2级</source>
   <translation>grade 2</translation>
  </message>
  <message>
   <source>3种以上降压药（含利尿剂）足量仍不达标，或血压波动难控制</source>
   <translation>Not on target with 3 or more drugs (one a diuretic) in full dose, or hard to keep steady</translation>
  </message>
  <message>
   <source>3种以上降压药（含利尿剂）足量仍不达标，或血压波动难控制（HN-11）</source>
   <translation>Not on target with 3 or more drugs (one a diuretic) in full dose, or hard to keep steady (HN-11)</translation>
  </message>
  <message>
   <source>3级</source>
   <translation>grade 3</translation>
  </message>
  <message>
   <source>4级</source>
   <translation>grade 4</translation>
  </message>
  <message>
   <source>5级</source>
   <translation>grade 5</translation>
  </message>
  <message>
   <source>65岁及以上常住居民数</source>
   <translation>Residents aged 65 and over</translation>
  </message>
  <message>
   <source>AB型</source>
   <translation>Type AB</translation>
  </message>
  <message>
   <source>A型</source>
   <translation>Type A</translation>
  </message>
  <message>
   <source>B型</source>
   <translation>Type B</translation>
  </message>
  <message>
   <source>CAT评分</source>
   <translation>CAT score</translation>
  </message>
  <message>
   <source>FEV1/预计值</source>
   <translation>FEV1 of predicted</translation>
  </message>
  <message>
   <source>O型</source>
   <translation>Type O</translation>
  </message>
  <message>
   <source>RH血型</source>
   <translation>Rh group</translation>
  </message>
  <message>
   <source>RH血型反序（1 阳性 2 阴性）</source>
   <translation>RH the other way round (1 positive, 2 negative)</translation>
  </message>
  <message>
   <source>RH阴性</source>
   <translation>Rh negative</translation>
  </message>
  <message>
   <source>kg/m²</source>
   <translation>kg/m²</translation>
  </message>
  <message>
   <source>mMRC分级</source>
   <translation>mMRC grade</translation>
  </message>
  <message>
   <source>{count}天内首次入户</source>
   <translation>first home visit within {count} days</translation>
  </message>
  <message>
   <source>{count}次没有联系上</source>
   <translation>not reached {count} times</translation>
  </message>
  <message>
   <source>{days} 天内没有联系县平台，数据就会锁住（不会丢）</source>
   <translation>The data will be locked (not lost) after {days} days without contact with the county platform</translation>
  </message>
  <message>
   <source>{day} 从头到尾核对过，完好</source>
   <translation>Checked from end to end on {day}, sound</translation>
  </message>
  <message>
   <source>{day} 到期，还有 {days} 天</source>
   <translation>Expires on {day}, {days} days left</translation>
  </message>
  <message>
   <source>{programme}随访</source>
   <translation>{programme} follow-up</translation>
  </message>
  <message>
   <source>±</source>
   <translation>±</translation>
  </message>
  <message>
   <source>×10⁹/L</source>
   <translation>×10⁹/L</translation>
  </message>
  <message>
   <source>μmol/L</source>
   <translation>μmol/L</translation>
  </message>
  <message>
   <source>℃</source>
   <translation>℃</translation>
  </message>
  <message>
   <source>一条一条改正，或写明不改的理由</source>
   <translation>Correct them one by one, or write down why not</translation>
  </message>
  <message>
   <source>一栏三项；分开填时打印合并</source>
   <translation>One box, three items; joined on paper when filled in separately</translation>
  </message>
  <message>
   <source>一格或二格粪池式</source>
   <translation>Septic tank, one or two chambers</translation>
  </message>
  <message>
   <source>一般</source>
   <translation>Fair</translation>
  </message>
  <message>
   <source>一般人群</source>
   <translation>general population</translation>
  </message>
  <message>
   <source>上一张转诊单</source>
   <translation>Previous referral</translation>
  </message>
  <message>
   <source>上次不是正常退出，还没有核对</source>
   <translation>The last exit was not a normal one, and nothing has been checked since</translation>
  </message>
  <message>
   <source>上次不稳定</source>
   <translation>unstable last time</translation>
  </message>
  <message>
   <source>上次不良反应</source>
   <translation>adverse reaction</translation>
  </message>
  <message>
   <source>上次同步 {day}，待传 {count} 条</source>
   <translation>Last sync {day}, {count} waiting</translation>
  </message>
  <message>
   <source>上次基本稳定</source>
   <translation>basically stable last time</translation>
  </message>
  <message>
   <source>上次控制不满意</source>
   <translation>uncontrolled</translation>
  </message>
  <message>
   <source>上次有危急情况</source>
   <translation>danger last time</translation>
  </message>
  <message>
   <source>上次有并发症</source>
   <translation>complication</translation>
  </message>
  <message>
   <source>上次随访至本次之间；无则选7</source>
   <translation>since the last follow-up; 7 for none</translation>
  </message>
  <message>
   <source>上级机构</source>
   <translation>Parent organisation</translation>
  </message>
  <message>
   <source>上转</source>
   <translation>Upward</translation>
  </message>
  <message>
   <source>上转人次</source>
   <translation>Referrals up</translation>
  </message>
  <message>
   <source>上转后下转率</source>
   <translation>Sent back after going up</translation>
  </message>
  <message>
   <source>上门</source>
   <translation>at the door</translation>
  </message>
  <message>
   <source>下一步治疗方案</source>
   <translation>Next treatment plan</translation>
  </message>
  <message>
   <source>下岗或无业</source>
   <translation>laid off or unemployed</translation>
  </message>
  <message>
   <source>下次随访日期</source>
   <translation>Next visit date</translation>
  </message>
  <message>
   <source>下肢水肿</source>
   <translation>Leg oedema</translation>
  </message>
  <message>
   <source>下肢水肿是症状还是体征，分开记</source>
   <translation>Leg oedema as a symptom and as a sign are kept apart</translation>
  </message>
  <message>
   <source>下肢浮肿</source>
   <translation>Leg oedema</translation>
  </message>
  <message>
   <source>下转</source>
   <translation>Downward</translation>
  </message>
  <message>
   <source>下转人次</source>
   <translation>Referrals down</translation>
  </message>
  <message>
   <source>下转患者首次随访</source>
   <translation>First follow-up after referral down</translation>
  </message>
  <message>
   <source>下转接收后{count}天内首次随访</source>
   <translation>first follow-up within {count} days of taking over</translation>
  </message>
  <message>
   <source>下转率</source>
   <translation>Down-referral rate</translation>
  </message>
  <message>
   <source>下转随访</source>
   <translation>After referral down</translation>
  </message>
  <message>
   <source>不便分类的其他从业人员</source>
   <translation>Other workers, not classified</translation>
  </message>
  <message>
   <source>不同意</source>
   <translation>Does not agree</translation>
  </message>
  <message>
   <source>不同意参加管理</source>
   <translation>does not agree to management</translation>
  </message>
  <message>
   <source>不同意，只做法律规定的建档随访</source>
   <translation>Does not agree; only what the law asks for (record, follow-ups)</translation>
  </message>
  <message>
   <source>不吸填0</source>
   <translation>0 for a non-smoker</translation>
  </message>
  <message>
   <source>不吸烟或已戒烟，日吸烟量为0</source>
   <translation>Does not smoke or has stopped: no cigarettes a day</translation>
  </message>
  <message>
   <source>不在家</source>
   <translation>not at home</translation>
  </message>
  <message>
   <source>不填即为医共体内</source>
   <translation>Left empty: within the alliance</translation>
  </message>
  <message>
   <source>不填即为完成</source>
   <translation>Empty means completed</translation>
  </message>
  <message>
   <source>不填即为居民身份证</source>
   <translation>Empty means resident ID card</translation>
  </message>
  <message>
   <source>不填即为计划</source>
   <translation>empty means planned</translation>
  </message>
  <message>
   <source>不填即为门诊</source>
   <translation>Left empty: a clinic slot</translation>
  </message>
  <message>
   <source>不太满意</source>
   <translation>rather dissatisfied</translation>
  </message>
  <message>
   <source>不建议转诊</source>
   <translation>No referral</translation>
  </message>
  <message>
   <source>不接收</source>
   <translation>Declined</translation>
  </message>
  <message>
   <source>不接收待监管的保存</source>
   <translation>Supervised save declined</translation>
  </message>
  <message>
   <source>不是同一人</source>
   <translation>Not the same person</translation>
  </message>
  <message>
   <source>不是本人时写监护人姓名和关系；不满14周岁由监护人</source>
   <translation>If not the person: the guardian's name and relation; under 14 it is the guardian</translation>
  </message>
  <message>
   <source>不服药</source>
   <translation>Not taking</translation>
  </message>
  <message>
   <source>不满意</source>
   <translation>dissatisfied</translation>
  </message>
  <message>
   <source>不熟练</source>
   <translation>unskilled</translation>
  </message>
  <message>
   <source>不用药</source>
   <translation>takes none</translation>
  </message>
  <message>
   <source>不稳定</source>
   <translation>unstable</translation>
  </message>
  <message>
   <source>不能处理的其他疾病</source>
   <translation>Other illness that cannot be managed here</translation>
  </message>
  <message>
   <source>不能自理</source>
   <translation>dependent</translation>
  </message>
  <message>
   <source>不良反应</source>
   <translation>Adverse reaction</translation>
  </message>
  <message>
   <source>不良反应问一次；答“有”时，轻重要分开填的和抗结核药的另问</source>
   <translation>Adverse reactions are asked once; if there was one, its severity and reactions to tuberculosis drugs are asked apart</translation>
  </message>
  <message>
   <source>不规律服药危害</source>
   <translation>harm of irregular treatment</translation>
  </message>
  <message>
   <source>不详</source>
   <translation>Unknown</translation>
  </message>
  <message>
   <source>不采纳转诊建议</source>
   <translation>Referral proposal declined</translation>
  </message>
  <message>
   <source>不锻炼</source>
   <translation>none</translation>
  </message>
  <message>
   <source>不锻炼，运动次数为0</source>
   <translation>Does not exercise: no times a week</translation>
  </message>
  <message>
   <source>不需协助，可自控</source>
   <translation>no help needed, continent</translation>
  </message>
  <message>
   <source>不齐</source>
   <translation>irregular</translation>
  </message>
  <message>
   <source>与患者关系</source>
   <translation>relation to the patient</translation>
  </message>
  <message>
   <source>与户主关系</source>
   <translation>Relation to head</translation>
  </message>
  <message>
   <source>专业技术人员</source>
   <translation>Professionals and technicians</translation>
  </message>
  <message>
   <source>专科医生的意见</source>
   <translation>opinion of the specialist</translation>
  </message>
  <message>
   <source>丢失</source>
   <translation>lost</translation>
  </message>
  <message>
   <source>两/日</source>
   <translation>liang/day</translation>
  </message>
  <message>
   <source>两份档案</source>
   <translation>Two files</translation>
  </message>
  <message>
   <source>两次随访期间住院情况</source>
   <translation>admissions since the last follow-up</translation>
  </message>
  <message>
   <source>两次随访期间关锁情况</source>
   <translation>locked up since the last follow-up</translation>
  </message>
  <message>
   <source>严重</source>
   <translation>severe</translation>
  </message>
  <message>
   <source>严重精神障碍</source>
   <translation>Severe mental disorder</translation>
  </message>
  <message>
   <source>严重精神障碍患者规范管理率</source>
   <translation>Severe mental disorder: managed by the rules</translation>
  </message>
  <message>
   <source>严重精神障碍补充信息</source>
   <translation>Supplement on severe mental disorder</translation>
  </message>
  <message>
   <source>严重精神障碍随访</source>
   <translation>mental disorder follow-up</translation>
  </message>
  <message>
   <source>严重药物不良反应</source>
   <translation>severe adverse drug reaction</translation>
  </message>
  <message>
   <source>严重药物不良反应，或严重躯体疾病</source>
   <translation>Severe adverse reaction, or severe physical illness</translation>
  </message>
  <message>
   <source>严重药物不良反应，或严重躯体疾病（P-09）</source>
   <translation>Severe adverse reaction, or severe physical illness (P-09)</translation>
  </message>
  <message>
   <source>严重躯体疾病</source>
   <translation>severe physical illness</translation>
  </message>
  <message>
   <source>丧偶</source>
   <translation>Widowed</translation>
  </message>
  <message>
   <source>个人信息告知后本人意见</source>
   <translation>The person's word after being told about their data</translation>
  </message>
  <message>
   <source>中</source>
   <translation>Medium</translation>
  </message>
  <message>
   <source>中度依赖</source>
   <translation>moderately dependent</translation>
  </message>
  <message>
   <source>中心</source>
   <translation>Centre</translation>
  </message>
  <message>
   <source>中等专业学校</source>
   <translation>Secondary vocational school</translation>
  </message>
  <message>
   <source>中途停下</source>
   <translation>Stopped half way</translation>
  </message>
  <message>
   <source>为了哪一项</source>
   <translation>what for</translation>
  </message>
  <message>
   <source>主档案</source>
   <translation>Main file</translation>
  </message>
  <message>
   <source>主管医师</source>
   <translation>Doctor in charge</translation>
  </message>
  <message>
   <source>主要既往史</source>
   <translation>Main past history</translation>
  </message>
  <message>
   <source>主要检查结果</source>
   <translation>Main examination results</translation>
  </message>
  <message>
   <source>主要现病史（转出原因）</source>
   <translation>Present illness (reason for referral)</translation>
  </message>
  <message>
   <source>主要用药情况</source>
   <translation>main medicines</translation>
  </message>
  <message>
   <source>主诉、咨询问题、服务要求</source>
   <translation>complaint, questions, wishes</translation>
  </message>
  <message>
   <source>主食</source>
   <translation>Staple food</translation>
  </message>
  <message>
   <source>主食·目标</source>
   <translation>Staple food, target</translation>
  </message>
  <message>
   <source>义诊</source>
   <translation>free clinic</translation>
  </message>
  <message>
   <source>义齿（假牙）</source>
   <translation>dentures</translation>
  </message>
  <message>
   <source>乏力</source>
   <translation>weakness</translation>
  </message>
  <message>
   <source>乙型肝炎表面抗原</source>
   <translation>hepatitis B surface antigen</translation>
  </message>
  <message>
   <source>乡村救治点</source>
   <translation>Village first-aid point</translation>
  </message>
  <message>
   <source>乡镇</source>
   <translation>Township</translation>
  </message>
  <message>
   <source>乡镇卫生院</source>
   <translation>Township health centre</translation>
  </message>
  <message>
   <source>乳房切除</source>
   <translation>breast removed</translation>
  </message>
  <message>
   <source>乳房胀痛</source>
   <translation>breast pain</translation>
  </message>
  <message>
   <source>乳腺</source>
   <translation>breast</translation>
  </message>
  <message>
   <source>乳腺·其他</source>
   <translation>breast: other</translation>
  </message>
  <message>
   <source>乳腺包块</source>
   <translation>breast lump</translation>
  </message>
  <message>
   <source>互认</source>
   <translation>Recognised</translation>
  </message>
  <message>
   <source>互认项目</source>
   <translation>Recognised tests</translation>
  </message>
  <message>
   <source>五分记录</source>
   <translation>five-point record</translation>
  </message>
  <message>
   <source>井水</source>
   <translation>Well water</translation>
  </message>
  <message>
   <source>交出机构</source>
   <translation>Handed over by</translation>
  </message>
  <message>
   <source>交流困难</source>
   <translation>difficult to talk to</translation>
  </message>
  <message>
   <source>人</source>
   <translation>people</translation>
  </message>
  <message>
   <source>人员</source>
   <translation>Staff</translation>
  </message>
  <message>
   <source>人员代码</source>
   <translation>Staff code</translation>
  </message>
  <message>
   <source>人次</source>
   <translation>services</translation>
  </message>
  <message>
   <source>从不</source>
   <translation>never</translation>
  </message>
  <message>
   <source>从不吸烟</source>
   <translation>never smoked</translation>
  </message>
  <message>
   <source>从不饮酒，日饮酒量为0</source>
   <translation>Never drinks: none a day</translation>
  </message>
  <message>
   <source>从业时间</source>
   <translation>years in the job</translation>
  </message>
  <message>
   <source>他杀</source>
   <translation>homicide</translation>
  </message>
  <message>
   <source>代录时填</source>
   <translation>When entered for somebody else</translation>
  </message>
  <message>
   <source>会诊医生</source>
   <translation>consulting doctors</translation>
  </message>
  <message>
   <source>会诊医生及其所在医疗卫生机构</source>
   <translation>consulting doctors and their organisations</translation>
  </message>
  <message>
   <source>会诊原因</source>
   <translation>reason for consultation</translation>
  </message>
  <message>
   <source>会诊意见</source>
   <translation>opinion of the consultation</translation>
  </message>
  <message>
   <source>会诊日期</source>
   <translation>date of consultation</translation>
  </message>
  <message>
   <source>会诊记录</source>
   <translation>Consultation record</translation>
  </message>
  <message>
   <source>传染病和寄生虫病</source>
   <translation>infectious or parasitic disease</translation>
  </message>
  <message>
   <source>伤人毁物</source>
   <translation>hurts people or destroys things</translation>
  </message>
  <message>
   <source>伴蛋白尿或血尿</source>
   <translation>With protein or blood in the urine</translation>
  </message>
  <message>
   <source>伴蛋白尿或血尿（HN-10）</source>
   <translation>With protein or blood in the urine (HN-10)</translation>
  </message>
  <message>
   <source>低热盗汗</source>
   <translation>low fever, night sweats</translation>
  </message>
  <message>
   <source>低血糖反应</source>
   <translation>Hypoglycaemia</translation>
  </message>
  <message>
   <source>住址</source>
   <translation>Address</translation>
  </message>
  <message>
   <source>住院史</source>
   <translation>hospital stays</translation>
  </message>
  <message>
   <source>住院床位</source>
   <translation>Hospital bed</translation>
  </message>
  <message>
   <source>住院日费用</source>
   <translation>Inpatient cost of a day</translation>
  </message>
  <message>
   <source>住院病案号</source>
   <translation>Inpatient record no.</translation>
  </message>
  <message>
   <source>住院者填；出院7天内回访</source>
   <translation>for inpatients; visited within 7 days of discharge</translation>
  </message>
  <message>
   <source>体检无异常</source>
   <translation>nothing abnormal</translation>
  </message>
  <message>
   <source>体检的化验与随访的血糖各记各的</source>
   <translation>Laboratory values of the examination are kept apart from the follow-up's glucose</translation>
  </message>
  <message>
   <source>体检表的自理能力取自同次的自理评估</source>
   <translation>Self-care on the examination form comes from this visit's assessment</translation>
  </message>
  <message>
   <source>体检量左右两侧，较高的一侧记为随访的血压</source>
   <translation>The examination measures both sides; the higher one is the pressure of the visit</translation>
  </message>
  <message>
   <source>体温</source>
   <translation>Temperature</translation>
  </message>
  <message>
   <source>体温&gt;39℃</source>
   <translation>Temperature &gt;39℃</translation>
  </message>
  <message>
   <source>体育锻炼频率</source>
   <translation>exercise, how often</translation>
  </message>
  <message>
   <source>体质指数</source>
   <translation>BMI</translation>
  </message>
  <message>
   <source>体质指数·目标</source>
   <translation>BMI, target</translation>
  </message>
  <message>
   <source>体重</source>
   <translation>Weight</translation>
  </message>
  <message>
   <source>体重·目标</source>
   <translation>Weight, target</translation>
  </message>
  <message>
   <source>体重下降</source>
   <translation>weight loss</translation>
  </message>
  <message>
   <source>体重明显下降</source>
   <translation>Marked weight loss</translation>
  </message>
  <message>
   <source>作废</source>
   <translation>Withdrawn</translation>
  </message>
  <message>
   <source>使用餐具将饭菜送入口、咀嚼、吞咽等活动</source>
   <translation>bringing food to the mouth, chewing, swallowing</translation>
  </message>
  <message>
   <source>依据</source>
   <translation>Grounds</translation>
  </message>
  <message>
   <source>侧卧，清理口腔，不喂水不喂药</source>
   <translation>On the side, mouth cleared, nothing to drink or swallow</translation>
  </message>
  <message>
   <source>便秘</source>
   <translation>constipation</translation>
  </message>
  <message>
   <source>保存</source>
   <translation>Save</translation>
  </message>
  <message>
   <source>保存和改动</source>
   <translation>Saves and changes</translation>
  </message>
  <message>
   <source>保存编号</source>
   <translation>Save number</translation>
  </message>
  <message>
   <source>保暖，清理呼吸道，记下出生时间</source>
   <translation>Keep warm, clear the airway, note the time of birth</translation>
  </message>
  <message>
   <source>修复数据</source>
   <translation>Data repaired</translation>
  </message>
  <message>
   <source>借助较大的外力才能完成站立、行走，不能上下楼梯</source>
   <translation>stands and walks with much help only, no stairs</translation>
  </message>
  <message>
   <source>借助较小的外力或辅助装置能完成站立、行走、上下楼梯等</source>
   <translation>stands, walks and climbs stairs with a little help or an aid</translation>
  </message>
  <message>
   <source>值</source>
   <translation>Value</translation>
  </message>
  <message>
   <source>停止治疗原因</source>
   <translation>reason treatment ended</translation>
  </message>
  <message>
   <source>停止治疗时间</source>
   <translation>treatment ended on</translation>
  </message>
  <message>
   <source>停用管理员</source>
   <translation>Administrator disabled</translation>
  </message>
  <message>
   <source>停用设备</source>
   <translation>Computer revoked</translation>
  </message>
  <message>
   <source>停用账户</source>
   <translation>Account disabled</translation>
  </message>
  <message>
   <source>健康体检</source>
   <translation>health examination</translation>
  </message>
  <message>
   <source>健康指导</source>
   <translation>health guidance</translation>
  </message>
  <message>
   <source>健康档案</source>
   <translation>Health records</translation>
  </message>
  <message>
   <source>健康档案使用率</source>
   <translation>Records in use</translation>
  </message>
  <message>
   <source>健康档案建档率</source>
   <translation>Records established</translation>
  </message>
  <message>
   <source>健康档案编号</source>
   <translation>Health record no.</translation>
  </message>
  <message>
   <source>健康评价</source>
   <translation>health assessment</translation>
  </message>
  <message>
   <source>健康饮酒</source>
   <translation>healthy drinking</translation>
  </message>
  <message>
   <source>偶尔</source>
   <translation>Occasional</translation>
  </message>
  <message>
   <source>偶尔失禁，但基本上能如厕或使用便具</source>
   <translation>incontinent now and then, mostly manages</translation>
  </message>
  <message>
   <source>元</source>
   <translation>yuan</translation>
  </message>
  <message>
   <source>兄弟姐妹</source>
   <translation>Siblings</translation>
  </message>
  <message>
   <source>充血</source>
   <translation>congested</translation>
  </message>
  <message>
   <source>充血性心力衰竭</source>
   <translation>congestive heart failure</translation>
  </message>
  <message>
   <source>先天畸形</source>
   <translation>Congenital malformation</translation>
  </message>
  <message>
   <source>先救治，后补签</source>
   <translation>Treat first, sign later</translation>
  </message>
  <message>
   <source>先核对电脑的日期；日期没错就告诉县管理员，换好以前用U盘接力</source>
   <translation>Check the computer's date first; if it is right tell the county administrator, and use a relay stick until it is replaced</translation>
  </message>
  <message>
   <source>先电话通知接收医院，说明情况和预计到达时间</source>
   <translation>Phone the receiving hospital first: what happened, when you will arrive</translation>
  </message>
  <message>
   <source>克/天</source>
   <translation>g/day</translation>
  </message>
  <message>
   <source>入户和电话联系</source>
   <translation>Home visits and calls</translation>
  </message>
  <message>
   <source>入户走访</source>
   <translation>Home visits</translation>
  </message>
  <message>
   <source>入网</source>
   <translation>Enrolled</translation>
  </message>
  <message>
   <source>入网后还没有同步成功过，待传 {count} 条</source>
   <translation>No sync has succeeded since enrolment, {count} waiting</translation>
  </message>
  <message>
   <source>入网被拒绝</source>
   <translation>Enrolment refused</translation>
  </message>
  <message>
   <source>入院（建床）日期</source>
   <translation>admitted (bed opened) on</translation>
  </message>
  <message>
   <source>全公费</source>
   <translation>Fully public</translation>
  </message>
  <message>
   <source>全自费</source>
   <translation>Self-paid</translation>
  </message>
  <message>
   <source>公卫科</source>
   <translation>Public health office</translation>
  </message>
  <message>
   <source>关节疼痛</source>
   <translation>joint pain</translation>
  </message>
  <message>
   <source>关节肿痛</source>
   <translation>swollen painful joints</translation>
  </message>
  <message>
   <source>关锁</source>
   <translation>locked up</translation>
  </message>
  <message>
   <source>关锁已解除</source>
   <translation>lock removed</translation>
  </message>
  <message>
   <source>兴奋话多</source>
   <translation>excited, talkative</translation>
  </message>
  <message>
   <source>其他</source>
   <translation>Other</translation>
  </message>
  <message>
   <source>其他B超</source>
   <translation>other ultrasound</translation>
  </message>
  <message>
   <source>其他B超·其他</source>
   <translation>other ultrasound: other</translation>
  </message>
  <message>
   <source>其他体征</source>
   <translation>Other signs</translation>
  </message>
  <message>
   <source>其他体征·其他</source>
   <translation>Other signs: other</translation>
  </message>
  <message>
   <source>其他危害因素</source>
   <translation>other hazard</translation>
  </message>
  <message>
   <source>其他危害行为</source>
   <translation>other harmful act</translation>
  </message>
  <message>
   <source>其他急症</source>
   <translation>Other emergency</translation>
  </message>
  <message>
   <source>其他检查</source>
   <translation>Other examinations</translation>
  </message>
  <message>
   <source>其他残疾</source>
   <translation>Other disability</translation>
  </message>
  <message>
   <source>其他法定传染病</source>
   <translation>Other notifiable infectious disease</translation>
  </message>
  <message>
   <source>其他疾病</source>
   <translation>other disease</translation>
  </message>
  <message>
   <source>其他系统疾病</source>
   <translation>disease of other systems</translation>
  </message>
  <message>
   <source>其他系统疾病·其他</source>
   <translation>disease of other systems: other</translation>
  </message>
  <message>
   <source>其他证件</source>
   <translation>Other document</translation>
  </message>
  <message>
   <source>其他防护措施</source>
   <translation>other protection</translation>
  </message>
  <message>
   <source>其他防护措施·其他</source>
   <translation>other protection: other</translation>
  </message>
  <message>
   <source>内容指纹</source>
   <translation>Content hash</translation>
  </message>
  <message>
   <source>再次回访日期</source>
   <translation>Call again on</translation>
  </message>
  <message>
   <source>再试日期</source>
   <translation>next try on</translation>
  </message>
  <message>
   <source>写到第二处</source>
   <translation>Writing to the second place</translation>
  </message>
  <message>
   <source>写文件</source>
   <translation>Writing the file</translation>
  </message>
  <message>
   <source>军人</source>
   <translation>Military personnel</translation>
  </message>
  <message>
   <source>军官证</source>
   <translation>Military officer card</translation>
  </message>
  <message>
   <source>农、林、牧、渔、水利业生产人员</source>
   <translation>Farming, forestry, livestock, fishery and water workers</translation>
  </message>
  <message>
   <source>农村</source>
   <translation>rural</translation>
  </message>
  <message>
   <source>农民</source>
   <translation>farmer</translation>
  </message>
  <message>
   <source>冠心病</source>
   <translation>Coronary heart disease</translation>
  </message>
  <message>
   <source>冠状动脉血运重建</source>
   <translation>coronary revascularisation</translation>
  </message>
  <message>
   <source>冲突</source>
   <translation>Conflicts</translation>
  </message>
  <message>
   <source>减体重</source>
   <translation>lose weight</translation>
  </message>
  <message>
   <source>减体重目标</source>
   <translation>weight goal</translation>
  </message>
  <message>
   <source>减弱</source>
   <translation>Weak</translation>
  </message>
  <message>
   <source>凭二维码收单</source>
   <translation>Taken in from its QR code</translation>
  </message>
  <message>
   <source>出发地</source>
   <translation>Start of the way</translation>
  </message>
  <message>
   <source>出现不良反应、并发症或合并症</source>
   <translation>Adverse reaction, complication or other disease beside it</translation>
  </message>
  <message>
   <source>出现不良反应、并发症或合并症（T-07）</source>
   <translation>Adverse reaction, complication or other disease beside it (T-07)</translation>
  </message>
  <message>
   <source>出现新的并发症或原有并发症加重</source>
   <translation>New complication, or one that got worse</translation>
  </message>
  <message>
   <source>出现新的并发症或原有并发症加重（D-09）</source>
   <translation>New complication, or one that got worse (D-09)</translation>
  </message>
  <message>
   <source>出现新的并发症或原有并发症加重（H-11）</source>
   <translation>New complication, or one that got worse (H-11)</translation>
  </message>
  <message>
   <source>出生日期</source>
   <translation>Date of birth</translation>
  </message>
  <message>
   <source>出院后{count}天内回访</source>
   <translation>visit within {count} days of discharge</translation>
  </message>
  <message>
   <source>出院回访</source>
   <translation>visit after discharge</translation>
  </message>
  <message>
   <source>出院日期</source>
   <translation>discharged on</translation>
  </message>
  <message>
   <source>出院（撤床）日期</source>
   <translation>discharged (bed closed) on</translation>
  </message>
  <message>
   <source>分</source>
   <translation>points</translation>
  </message>
  <message>
   <source>分出新设备</source>
   <translation>New computer number</translation>
  </message>
  <message>
   <source>分型不明，或小于18岁</source>
   <translation>Type unclear, or below 18 years</translation>
  </message>
  <message>
   <source>分型不明，或小于18岁（DN-05）</source>
   <translation>Type unclear, or below 18 years (DN-05)</translation>
  </message>
  <message>
   <source>分钟</source>
   <translation>min</translation>
  </message>
  <message>
   <source>分钟/次</source>
   <translation>min/session</translation>
  </message>
  <message>
   <source>创伤</source>
   <translation>Trauma</translation>
  </message>
  <message>
   <source>初中</source>
   <translation>Junior secondary school</translation>
  </message>
  <message>
   <source>初次发病时间</source>
   <translation>first onset</translation>
  </message>
  <message>
   <source>初步印象</source>
   <translation>Initial impression</translation>
  </message>
  <message>
   <source>初步印象、诊断或健康问题评估</source>
   <translation>impression, diagnosis or assessment</translation>
  </message>
  <message>
   <source>初治</source>
   <translation>first treatment</translation>
  </message>
  <message>
   <source>删掉用不着的文件，或清空回收站；不要动诊所数据文件夹</source>
   <translation>Delete files you do not need or empty the recycle bin; leave the clinic's data folder alone</translation>
  </message>
  <message>
   <source>判断依据</source>
   <translation>Grounds</translation>
  </message>
  <message>
   <source>到同步页按“立即同步”，看它说什么</source>
   <translation>Press "Sync now" on the sync page and see what it says</translation>
  </message>
  <message>
   <source>到场人数</source>
   <translation>attendance</translation>
  </message>
  <message>
   <source>到期日期</source>
   <translation>ends on</translation>
  </message>
  <message>
   <source>到期自动续约</source>
   <translation>renews by itself</translation>
  </message>
  <message>
   <source>前列腺异常</source>
   <translation>abnormal prostate</translation>
  </message>
  <message>
   <source>剧烈头痛或头晕</source>
   <translation>Severe headache or dizziness</translation>
  </message>
  <message>
   <source>办事人员和有关人员</source>
   <translation>Clerks and related staff</translation>
  </message>
  <message>
   <source>加重</source>
   <translation>worse</translation>
  </message>
  <message>
   <source>动脉闭塞性疾病</source>
   <translation>occlusive arterial disease</translation>
  </message>
  <message>
   <source>勾选的标准，代码见转诊规则文件</source>
   <translation>The criteria ticked; codes are in the referral rule file</translation>
  </message>
  <message>
   <source>包块</source>
   <translation>mass</translation>
  </message>
  <message>
   <source>化学品</source>
   <translation>Chemicals</translation>
  </message>
  <message>
   <source>化学物质</source>
   <translation>chemicals</translation>
  </message>
  <message>
   <source>化学物质防护措施</source>
   <translation>protection against chemicals</translation>
  </message>
  <message>
   <source>化学物质防护措施·其他</source>
   <translation>protection against chemicals: other</translation>
  </message>
  <message>
   <source>化疗方案</source>
   <translation>treatment regimen</translation>
  </message>
  <message>
   <source>医保备案</source>
   <translation>Registered with the insurance</translation>
  </message>
  <message>
   <source>医保类别</source>
   <translation>Insurance scheme</translation>
  </message>
  <message>
   <source>医共体内</source>
   <translation>Within the alliance</translation>
  </message>
  <message>
   <source>医共体外</source>
   <translation>Outside the alliance</translation>
  </message>
  <message>
   <source>医共体外的医院</source>
   <translation>a hospital outside the alliance</translation>
  </message>
  <message>
   <source>医务人员护送，带上检查资料和这张转诊单</source>
   <translation>Staff go along with the test results and this slip</translation>
  </message>
  <message>
   <source>医嘱勿需用药</source>
   <translation>none needed on doctor's advice</translation>
  </message>
  <message>
   <source>医生</source>
   <translation>Doctor</translation>
  </message>
  <message>
   <source>医生的理由</source>
   <translation>Doctor's reason</translation>
  </message>
  <message>
   <source>医生签字</source>
   <translation>doctor's signature</translation>
  </message>
  <message>
   <source>医疗卫生机构名称</source>
   <translation>name of the organisation</translation>
  </message>
  <message>
   <source>医疗机构名称</source>
   <translation>name of the organisation</translation>
  </message>
  <message>
   <source>医疗费用支付方式</source>
   <translation>Payment of medical costs</translation>
  </message>
  <message>
   <source>医疗费用支付方式·其他</source>
   <translation>Payment of medical costs, other</translation>
  </message>
  <message>
   <source>协议编号</source>
   <translation>agreement number</translation>
  </message>
  <message>
   <source>卒中</source>
   <translation>Stroke</translation>
  </message>
  <message>
   <source>单侧</source>
   <translation>one side</translation>
  </message>
  <message>
   <source>单独的居室</source>
   <translation>room of own</translation>
  </message>
  <message>
   <source>单设</source>
   <translation>Separate shed</translation>
  </message>
  <message>
   <source>卧床不起，活动完全需要帮助</source>
   <translation>bedridden, needs help with everything</translation>
  </message>
  <message>
   <source>卫生健康局</source>
   <translation>Health bureau</translation>
  </message>
  <message>
   <source>卫生厕所</source>
   <translation>Sanitary toilet</translation>
  </message>
  <message>
   <source>卫生院医生</source>
   <translation>Health centre doctor</translation>
  </message>
  <message>
   <source>危急情况</source>
   <translation>Danger signs</translation>
  </message>
  <message>
   <source>危险因素控制</source>
   <translation>control of risk factors</translation>
  </message>
  <message>
   <source>危险因素控制·其他</source>
   <translation>control of risk factors: other</translation>
  </message>
  <message>
   <source>危险性评估</source>
   <translation>risk</translation>
  </message>
  <message>
   <source>危险性评估3-5级，或精神症状明显、自知力缺乏</source>
   <translation>Risk grade 3-5, or marked symptoms, or no insight</translation>
  </message>
  <message>
   <source>危险性评估3-5级，或精神症状明显、自知力缺乏（P-09）</source>
   <translation>Risk grade 3-5, or marked symptoms, or no insight (P-09)</translation>
  </message>
  <message>
   <source>危险性评估从1起编</source>
   <translation>Risk levels counted from 1</translation>
  </message>
  <message>
   <source>危险行为</source>
   <translation>dangerous acts</translation>
  </message>
  <message>
   <source>即将到期</source>
   <translation>ends soon</translation>
  </message>
  <message>
   <source>压迫止血，包扎，固定骨折</source>
   <translation>Press on bleeding, bandage, splint fractures</translation>
  </message>
  <message>
   <source>厕所</source>
   <translation>Toilet</translation>
  </message>
  <message>
   <source>原值</source>
   <translation>Earlier value</translation>
  </message>
  <message>
   <source>原因</source>
   <translation>Reason</translation>
  </message>
  <message>
   <source>原因或说明</source>
   <translation>reason or note</translation>
  </message>
  <message>
   <source>厨房排风设施</source>
   <translation>Kitchen ventilation</translation>
  </message>
  <message>
   <source>县平台先从纸上的二维码收下；原单同步到后由原单代替</source>
   <translation>The county took it in from the QR code on paper; the record itself replaces it when it arrives</translation>
  </message>
  <message>
   <source>县平台已停用这个账户</source>
   <translation>The county platform has disabled this account</translation>
  </message>
  <message>
   <source>县平台版本</source>
   <translation>County revision</translation>
  </message>
  <message>
   <source>县平台证书</source>
   <translation>County certificate</translation>
  </message>
  <message>
   <source>县平台退回了 {count} 次保存，都留在本机</source>
   <translation>The county platform sent back {count} saves; all are kept here</translation>
  </message>
  <message>
   <source>县级</source>
   <translation>County</translation>
  </message>
  <message>
   <source>县级医院</source>
   <translation>County hospital</translation>
  </message>
  <message>
   <source>县里停用账户</source>
   <translation>Disabled by the county</translation>
  </message>
  <message>
   <source>参加人员</source>
   <translation>who takes part</translation>
  </message>
  <message>
   <source>双下肢浮肿</source>
   <translation>swollen legs</translation>
  </message>
  <message>
   <source>双侧</source>
   <translation>Both sides</translation>
  </message>
  <message>
   <source>双侧不对称</source>
   <translation>both sides, uneven</translation>
  </message>
  <message>
   <source>双侧对称</source>
   <translation>both sides, even</translation>
  </message>
  <message>
   <source>双向转诊</source>
   <translation>Referrals</translation>
  </message>
  <message>
   <source>反复低血糖，或血糖波动大</source>
   <translation>Repeated low glucose, or large swings</translation>
  </message>
  <message>
   <source>反复低血糖，或血糖波动大（DN-05）</source>
   <translation>Repeated low glucose, or large swings (DN-05)</translation>
  </message>
  <message>
   <source>反映的问题</source>
   <translation>Problem told</translation>
  </message>
  <message>
   <source>发出入网码</source>
   <translation>Enrolment code given</translation>
  </message>
  <message>
   <source>发出只读令牌</source>
   <translation>Read token given</translation>
  </message>
  <message>
   <source>发病时间</source>
   <translation>Time of onset</translation>
  </message>
  <message>
   <source>发绀</source>
   <translation>cyanosed</translation>
  </message>
  <message>
   <source>取数据</source>
   <translation>Collecting data</translation>
  </message>
  <message>
   <source>取药地点</source>
   <translation>medicines fetched at</translation>
  </message>
  <message>
   <source>取药日期</source>
   <translation>Fetched on</translation>
  </message>
  <message>
   <source>取药时间</source>
   <translation>medicines fetched on</translation>
  </message>
  <message>
   <source>口唇</source>
   <translation>lips</translation>
  </message>
  <message>
   <source>口唇紫绀</source>
   <translation>blue lips</translation>
  </message>
  <message>
   <source>另作安排</source>
   <translation>Arrange anew</translation>
  </message>
  <message>
   <source>只剩 {free} GB 空间</source>
   <translation>Only {free} GB of room left</translation>
  </message>
  <message>
   <source>只在本机，县平台还没有留底</source>
   <translation>Only on this computer; the county platform holds no copy yet</translation>
  </message>
  <message>
   <source>可用天数</source>
   <translation>Days supplied</translation>
  </message>
  <message>
   <source>可疑症状：咳嗽咳痰两周以上、咯血或血痰，或发热、盗汗、胸痛、不明原因消瘦</source>
   <translation>Suspicious symptoms: cough and sputum for two weeks, blood in it, or fever, night sweats, chest pain, unexplained loss of weight</translation>
  </message>
  <message>
   <source>可疑症状：咳嗽咳痰两周以上、咯血或血痰，或发热、盗汗、胸痛、不明原因消瘦（T-02）</source>
   <translation>Suspicious symptoms: cough and sputum for two weeks, blood in it, or fever, night sweats, chest pain, unexplained loss of weight (T-02)</translation>
  </message>
  <message>
   <source>可自理</source>
   <translation>independent</translation>
  </message>
  <message>
   <source>可顺利完成</source>
   <translation>manages well</translation>
  </message>
  <message>
   <source>台湾居民来往内地通行证</source>
   <translation>Travel permit for Taiwan residents</translation>
  </message>
  <message>
   <source>右侧</source>
   <translation>Right</translation>
  </message>
  <message>
   <source>右侧收缩压</source>
   <translation>systolic pressure, right</translation>
  </message>
  <message>
   <source>右侧舒张压</source>
   <translation>diastolic pressure, right</translation>
  </message>
  <message>
   <source>号源</source>
   <translation>Slots</translation>
  </message>
  <message>
   <source>号码不对</source>
   <translation>wrong number</translation>
  </message>
  <message>
   <source>各处的值</source>
   <translation>Values</translation>
  </message>
  <message>
   <source>合并居民</source>
   <translation>People merged</translation>
  </message>
  <message>
   <source>同一人</source>
   <translation>Same person</translation>
  </message>
  <message>
   <source>同一人关联</source>
   <translation>Same-person link</translation>
  </message>
  <message>
   <source>同一症状在几张表上一起记；说法不同的各问各的</source>
   <translation>The same symptom is noted on several forms at once; those worded differently are asked apart</translation>
  </message>
  <message>
   <source>同意</source>
   <translation>Agrees</translation>
  </message>
  <message>
   <source>同意书签名人</source>
   <translation>Signed the consent form</translation>
  </message>
  <message>
   <source>同意参加管理</source>
   <translation>agrees to management</translation>
  </message>
  <message>
   <source>同意撤回</source>
   <translation>Withdrawal agreed</translation>
  </message>
  <message>
   <source>同时记录其他机构处方药</source>
   <translation>Also record other providers' prescriptions</translation>
  </message>
  <message>
   <source>同级机构有本机构没有的专科或设备</source>
   <translation>A house of the same level has a department or machine that this one lacks</translation>
  </message>
  <message>
   <source>同级机构有本机构没有的专科或设备（RF-02）</source>
   <translation>A house of the same level has a department or machine that this one lacks (RF-02)</translation>
  </message>
  <message>
   <source>名称</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>名称由县里定，一项一条</source>
   <translation>names are the county's, one a line</translation>
  </message>
  <message>
   <source>向县平台要入网码，在同步页输入</source>
   <translation>Ask the county platform for an enrolment code and enter it on the sync page</translation>
  </message>
  <message>
   <source>否</source>
   <translation>No</translation>
  </message>
  <message>
   <source>听不清或无法听见</source>
   <translation>hears badly or not at all</translation>
  </message>
  <message>
   <source>听力</source>
   <translation>hearing</translation>
  </message>
  <message>
   <source>听力残疾</source>
   <translation>Hearing</translation>
  </message>
  <message>
   <source>听见</source>
   <translation>hears</translation>
  </message>
  <message>
   <source>听语言：言语不清、说不出话</source>
   <translation>Speech: slurred or none</translation>
  </message>
  <message>
   <source>吸入药物装置使用</source>
   <translation>use of the inhaler</translation>
  </message>
  <message>
   <source>吸入装置指导</source>
   <translation>inhaler guidance</translation>
  </message>
  <message>
   <source>吸烟</source>
   <translation>smokes</translation>
  </message>
  <message>
   <source>吸烟状况</source>
   <translation>smoking</translation>
  </message>
  <message>
   <source>告知日期</source>
   <translation>Told on</translation>
  </message>
  <message>
   <source>告知的用途</source>
   <translation>Purposes told</translation>
  </message>
  <message>
   <source>告诉县管理员准备换证书；换的时候本机自动跟着换</source>
   <translation>Tell the county administrator to prepare a new certificate; this computer follows by itself</translation>
  </message>
  <message>
   <source>告诉家属带身份证、医保卡，留下电话</source>
   <translation>Tell the family to bring identity and insurance cards and to leave a phone number</translation>
  </message>
  <message>
   <source>呼叫120时间</source>
   <translation>Time 120 was called</translation>
  </message>
  <message>
   <source>呼叫120，记下时间</source>
   <translation>Call 120, note the time</translation>
  </message>
  <message>
   <source>呼吸困难</source>
   <translation>Dyspnoea</translation>
  </message>
  <message>
   <source>呼吸系统疾病</source>
   <translation>respiratory disease</translation>
  </message>
  <message>
   <source>呼吸音</source>
   <translation>breath sounds</translation>
  </message>
  <message>
   <source>呼吸音·其他</source>
   <translation>breath sounds: other</translation>
  </message>
  <message>
   <source>呼吸音减弱</source>
   <translation>weak breath sounds</translation>
  </message>
  <message>
   <source>呼吸频率</source>
   <translation>respiratory rate</translation>
  </message>
  <message>
   <source>呼气有烂苹果样丙酮味</source>
   <translation>Breath smells of rotten apples (acetone)</translation>
  </message>
  <message>
   <source>和县平台留底的一致</source>
   <translation>Agrees with the county platform's copy</translation>
  </message>
  <message>
   <source>和县平台的时钟一致</source>
   <translation>Agrees with the county platform's clock</translation>
  </message>
  <message>
   <source>和县平台的时钟差 {hours} 小时</source>
   <translation>Differs from the county platform's clock by {hours} hours</translation>
  </message>
  <message>
   <source>和县平台的时钟差 {minutes} 分钟</source>
   <translation>Differs from the county platform's clock by {minutes} minutes</translation>
  </message>
  <message>
   <source>咯血</source>
   <translation>coughing blood</translation>
  </message>
  <message>
   <source>咯血或血痰</source>
   <translation>coughing blood or bloody sputum</translation>
  </message>
  <message>
   <source>咳嗽</source>
   <translation>cough</translation>
  </message>
  <message>
   <source>咳嗽咳痰</source>
   <translation>cough, sputum</translation>
  </message>
  <message>
   <source>咳痰</source>
   <translation>sputum</translation>
  </message>
  <message>
   <source>咽部</source>
   <translation>pharynx</translation>
  </message>
  <message>
   <source>商业、服务业人员</source>
   <translation>Commerce and service workers</translation>
  </message>
  <message>
   <source>商业医疗保险</source>
   <translation>Commercial insurance</translation>
  </message>
  <message>
   <source>啤酒</source>
   <translation>beer</translation>
  </message>
  <message>
   <source>喘憋</source>
   <translation>wheezing</translation>
  </message>
  <message>
   <source>喘憋不能平卧</source>
   <translation>Gasping, cannot lie flat</translation>
  </message>
  <message>
   <source>喜怒无常</source>
   <translation>moody</translation>
  </message>
  <message>
   <source>嗜油</source>
   <translation>fatty</translation>
  </message>
  <message>
   <source>嗜盐</source>
   <translation>salty</translation>
  </message>
  <message>
   <source>嗜睡</source>
   <translation>Drowsy</translation>
  </message>
  <message>
   <source>嗜糖</source>
   <translation>sweet</translation>
  </message>
  <message>
   <source>四肢发麻</source>
   <translation>Numb limbs</translation>
  </message>
  <message>
   <source>回访中心</source>
   <translation>Call-back centre</translation>
  </message>
  <message>
   <source>回访人</source>
   <translation>Called by</translation>
  </message>
  <message>
   <source>回访日期</source>
   <translation>Day of the call</translation>
  </message>
  <message>
   <source>回访级别</source>
   <translation>Level of the call-back</translation>
  </message>
  <message>
   <source>回转单</source>
   <translation>Return slip</translation>
  </message>
  <message>
   <source>回转单位</source>
   <translation>Returning organisation</translation>
  </message>
  <message>
   <source>回转后2周内随访率</source>
   <translation>Followed up within 2 weeks of return</translation>
  </message>
  <message>
   <source>回转日期</source>
   <translation>Return date</translation>
  </message>
  <message>
   <source>团队</source>
   <translation>team</translation>
  </message>
  <message>
   <source>固定剂量复合制剂</source>
   <translation>fixed-dose combination</translation>
  </message>
  <message>
   <source>国家基本公共卫生服务规范（2011年版）</source>
   <translation>National basic public health specification (2011 edition)</translation>
  </message>
  <message>
   <source>国家机关、党群组织、企业、事业单位负责人</source>
   <translation>Heads of state bodies, party organisations, enterprises and institutions</translation>
  </message>
  <message>
   <source>国家标准值域代码（GB/T、CV）</source>
   <translation>Codes of the national standards (GB/T, CV)</translation>
  </message>
  <message>
   <source>图片</source>
   <translation>Picture</translation>
  </message>
  <message>
   <source>在册老年人健康管理率</source>
   <translation>Elderly on file: managed</translation>
  </message>
  <message>
   <source>在协助下和适当的时间内，能完成部分梳洗活动</source>
   <translation>manages part of it with help and time</translation>
  </message>
  <message>
   <source>在岗工人</source>
   <translation>worker</translation>
  </message>
  <message>
   <source>在岗管理者</source>
   <translation>manager</translation>
  </message>
  <message>
   <source>在校学生</source>
   <translation>student</translation>
  </message>
  <message>
   <source>在系统设置里校准日期和时间；到期提醒按电脑的时钟算</source>
   <translation>Set date and time in the system settings; reminders go by the computer's clock</translation>
  </message>
  <message>
   <source>在设置的备份里选U盘或另一块磁盘</source>
   <translation>Choose a USB stick or another disk under Backup in the settings</translation>
  </message>
  <message>
   <source>地区</source>
   <translation>Area</translation>
  </message>
  <message>
   <source>地点</source>
   <translation>place</translation>
  </message>
  <message>
   <source>坚持锻炼时间</source>
   <translation>exercising for</translation>
  </message>
  <message>
   <source>城镇</source>
   <translation>urban</translation>
  </message>
  <message>
   <source>城镇居民基本医疗保险</source>
   <translation>Urban residents' insurance</translation>
  </message>
  <message>
   <source>城镇职工基本医疗保险</source>
   <translation>Urban employees' insurance</translation>
  </message>
  <message>
   <source>基本满意</source>
   <translation>fairly satisfied</translation>
  </message>
  <message>
   <source>基本稳定</source>
   <translation>basically stable</translation>
  </message>
  <message>
   <source>塘水</source>
   <translation>Pond water</translation>
  </message>
  <message>
   <source>填写人</source>
   <translation>Author</translation>
  </message>
  <message>
   <source>填写时间</source>
   <translation>Written at</translation>
  </message>
  <message>
   <source>填表日期</source>
   <translation>filled in on</translation>
  </message>
  <message>
   <source>处理意见</source>
   <translation>what was done</translation>
  </message>
  <message>
   <source>处理结果</source>
   <translation>Decision</translation>
  </message>
  <message>
   <source>处置中</source>
   <translation>In treatment</translation>
  </message>
  <message>
   <source>处置计划</source>
   <translation>plan</translation>
  </message>
  <message>
   <source>备份</source>
   <translation>Backup</translation>
  </message>
  <message>
   <source>备份标记</source>
   <translation>Backup marked</translation>
  </message>
  <message>
   <source>备份的第二处</source>
   <translation>Second backup place</translation>
  </message>
  <message>
   <source>备好除颤仪，心跳停止立即心肺复苏</source>
   <translation>Defibrillator ready; resuscitate at once when the heart stops</translation>
  </message>
  <message>
   <source>备注</source>
   <translation>Note</translation>
  </message>
  <message>
   <source>复制号码</source>
   <translation>Number copied</translation>
  </message>
  <message>
   <source>复制数据</source>
   <translation>Copying data</translation>
  </message>
  <message>
   <source>复治</source>
   <translation>retreatment</translation>
  </message>
  <message>
   <source>外出</source>
   <translation>Away</translation>
  </message>
  <message>
   <source>外出打工</source>
   <translation>away for work</translation>
  </message>
  <message>
   <source>外出期间如何坚持服药</source>
   <translation>treatment while travelling</translation>
  </message>
  <message>
   <source>外阴</source>
   <translation>vulva</translation>
  </message>
  <message>
   <source>外阴·其他</source>
   <translation>vulva: other</translation>
  </message>
  <message>
   <source>多尿</source>
   <translation>Polyuria</translation>
  </message>
  <message>
   <source>多食</source>
   <translation>Polyphagia</translation>
  </message>
  <message>
   <source>多饮</source>
   <translation>Polydipsia</translation>
  </message>
  <message>
   <source>多饮、多尿、腹痛</source>
   <translation>Polydipsia, polyuria, abdominal pain</translation>
  </message>
  <message>
   <source>大便潜血</source>
   <translation>blood in stool</translation>
  </message>
  <message>
   <source>大学专科和专科学校</source>
   <translation>Junior college</translation>
  </message>
  <message>
   <source>大学本科</source>
   <translation>University</translation>
  </message>
  <message>
   <source>大小</source>
   <translation>Size</translation>
  </message>
  <message>
   <source>天</source>
   <translation>days</translation>
  </message>
  <message>
   <source>天然气</source>
   <translation>Natural gas</translation>
  </message>
  <message>
   <source>失访</source>
   <translation>Lost to follow-up</translation>
  </message>
  <message>
   <source>失访原因</source>
   <translation>why lost</translation>
  </message>
  <message>
   <source>头晕</source>
   <translation>dizziness</translation>
  </message>
  <message>
   <source>头痛</source>
   <translation>headache</translation>
  </message>
  <message>
   <source>头痛失眠</source>
   <translation>headache, sleeplessness</translation>
  </message>
  <message>
   <source>头痛头晕</source>
   <translation>Headache, dizziness</translation>
  </message>
  <message>
   <source>夹层动脉瘤</source>
   <translation>dissecting aneurysm</translation>
  </message>
  <message>
   <source>女</source>
   <translation>Female</translation>
  </message>
  <message>
   <source>好转</source>
   <translation>better</translation>
  </message>
  <message>
   <source>如 城乡居民</source>
   <translation>e.g. urban and rural residents</translation>
  </message>
  <message>
   <source>如厕</source>
   <translation>toilet</translation>
  </message>
  <message>
   <source>妊娠期、哺乳期血糖高于正常</source>
   <translation>Glucose above normal in pregnancy or lactation</translation>
  </message>
  <message>
   <source>妊娠期或哺乳期</source>
   <translation>Pregnant or breast-feeding</translation>
  </message>
  <message>
   <source>妊娠期或哺乳期同时血压高于正常</source>
   <translation>Blood pressure above normal in pregnancy or lactation</translation>
  </message>
  <message>
   <source>妊娠期或哺乳期（DN-05）</source>
   <translation>Pregnant or breast-feeding (DN-05)</translation>
  </message>
  <message>
   <source>妊娠期或哺乳期（HN-10）</source>
   <translation>Pregnant or breast-feeding (HN-10)</translation>
  </message>
  <message>
   <source>姓名</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>婚姻状况</source>
   <translation>Marital status</translation>
  </message>
  <message>
   <source>子女</source>
   <translation>Child</translation>
  </message>
  <message>
   <source>孕产妇</source>
   <translation>pregnant or after childbirth</translation>
  </message>
  <message>
   <source>字段</source>
   <translation>Fields</translation>
  </message>
  <message>
   <source>字段名 → 未测的原因，代码或文字</source>
   <translation>field → why not measured, code or words</translation>
  </message>
  <message>
   <source>字段组</source>
   <translation>Field group</translation>
  </message>
  <message>
   <source>字节</source>
   <translation>bytes</translation>
  </message>
  <message>
   <source>存下的县平台证书读不出来</source>
   <translation>The stored certificate of the county platform cannot be read</translation>
  </message>
  <message>
   <source>存在不能处理的其他疾病</source>
   <translation>Other illness that cannot be managed here</translation>
  </message>
  <message>
   <source>孙子女</source>
   <translation>Grandchild</translation>
  </message>
  <message>
   <source>孤僻懒散</source>
   <translation>withdrawn, listless</translation>
  </message>
  <message>
   <source>学习能力</source>
   <translation>learning</translation>
  </message>
  <message>
   <source>完全失禁，完全需要帮助</source>
   <translation>incontinent, needs help with everything</translation>
  </message>
  <message>
   <source>完全需要帮助</source>
   <translation>needs full help</translation>
  </message>
  <message>
   <source>完成</source>
   <translation>Completed</translation>
  </message>
  <message>
   <source>完成疗程</source>
   <translation>course completed</translation>
  </message>
  <message>
   <source>完成的随访</source>
   <translation>Visits done</translation>
  </message>
  <message>
   <source>实际服药次数</source>
   <translation>doses taken</translation>
  </message>
  <message>
   <source>实际访视次数</source>
   <translation>visits made</translation>
  </message>
  <message>
   <source>实验室检查</source>
   <translation>laboratory</translation>
  </message>
  <message>
   <source>实验室检查·其他</source>
   <translation>laboratory: other</translation>
  </message>
  <message>
   <source>审计链</source>
   <translation>Audit chain</translation>
  </message>
  <message>
   <source>审计链对不上</source>
   <translation>Audit chain does not fit</translation>
  </message>
  <message>
   <source>室内</source>
   <translation>Indoors</translation>
  </message>
  <message>
   <source>室外</source>
   <translation>Outdoors</translation>
  </message>
  <message>
   <source>宫体</source>
   <translation>uterus</translation>
  </message>
  <message>
   <source>宫体·其他</source>
   <translation>uterus: other</translation>
  </message>
  <message>
   <source>宫颈</source>
   <translation>cervix</translation>
  </message>
  <message>
   <source>宫颈·其他</source>
   <translation>cervix: other</translation>
  </message>
  <message>
   <source>宫颈涂片</source>
   <translation>cervical smear</translation>
  </message>
  <message>
   <source>宫颈涂片·其他</source>
   <translation>cervical smear: other</translation>
  </message>
  <message>
   <source>家属</source>
   <translation>family</translation>
  </message>
  <message>
   <source>家庭</source>
   <translation>Home</translation>
  </message>
  <message>
   <source>家庭住址</source>
   <translation>Home address</translation>
  </message>
  <message>
   <source>家庭医生</source>
   <translation>Family doctor</translation>
  </message>
  <message>
   <source>家庭医生签约</source>
   <translation>Family-doctor contracts</translation>
  </message>
  <message>
   <source>家庭医生签约服务</source>
   <translation>Family doctor contract</translation>
  </message>
  <message>
   <source>家庭电话</source>
   <translation>Household phone</translation>
  </message>
  <message>
   <source>家庭病床史</source>
   <translation>home beds</translation>
  </message>
  <message>
   <source>家族史·兄弟姐妹</source>
   <translation>Family history: siblings</translation>
  </message>
  <message>
   <source>家族史·兄弟姐妹·其他</source>
   <translation>Family history: siblings, other</translation>
  </message>
  <message>
   <source>家族史·子女</source>
   <translation>Family history: children</translation>
  </message>
  <message>
   <source>家族史·子女·其他</source>
   <translation>Family history: children, other</translation>
  </message>
  <message>
   <source>家族史·母亲</source>
   <translation>Family history: mother</translation>
  </message>
  <message>
   <source>家族史·母亲·其他</source>
   <translation>Family history: mother, other</translation>
  </message>
  <message>
   <source>家族史·父亲</source>
   <translation>Family history: father</translation>
  </message>
  <message>
   <source>家族史·父亲·其他</source>
   <translation>Family history: father, other</translation>
  </message>
  <message>
   <source>密切接触者检查</source>
   <translation>examination of contacts</translation>
  </message>
  <message>
   <source>对象类别</source>
   <translation>categories</translation>
  </message>
  <message>
   <source>导入</source>
   <translation>Import</translation>
  </message>
  <message>
   <source>导入前的代码</source>
   <translation>codes before import</translation>
  </message>
  <message>
   <source>射线</source>
   <translation>Radiation</translation>
  </message>
  <message>
   <source>小便、大便等活动及自控</source>
   <translation>bladder and bowels</translation>
  </message>
  <message>
   <source>小学</source>
   <translation>Primary school</translation>
  </message>
  <message>
   <source>少数民族</source>
   <translation>Ethnic minority</translation>
  </message>
  <message>
   <source>就业情况</source>
   <translation>employment</translation>
  </message>
  <message>
   <source>就诊者的主观资料</source>
   <translation>subjective</translation>
  </message>
  <message>
   <source>就诊者的客观资料</source>
   <translation>objective</translation>
  </message>
  <message>
   <source>尿常规其他</source>
   <translation>urine, other</translation>
  </message>
  <message>
   <source>尿微量白蛋白</source>
   <translation>urine microalbumin</translation>
  </message>
  <message>
   <source>尿急</source>
   <translation>urgency</translation>
  </message>
  <message>
   <source>尿潜血</source>
   <translation>urine blood</translation>
  </message>
  <message>
   <source>尿痛</source>
   <translation>painful urination</translation>
  </message>
  <message>
   <source>尿糖</source>
   <translation>urine sugar</translation>
  </message>
  <message>
   <source>尿蛋白</source>
   <translation>urine protein</translation>
  </message>
  <message>
   <source>尿酮体</source>
   <translation>urine ketones</translation>
  </message>
  <message>
   <source>居民</source>
   <translation>Resident</translation>
  </message>
  <message>
   <source>居民名单</source>
   <translation>Residents</translation>
  </message>
  <message>
   <source>居民户口簿</source>
   <translation>Household register booklet</translation>
  </message>
  <message>
   <source>居民身份证</source>
   <translation>Resident ID card</translation>
  </message>
  <message>
   <source>履约率</source>
   <translation>Services fulfilled</translation>
  </message>
  <message>
   <source>履约记录</source>
   <translation>Services given</translation>
  </message>
  <message>
   <source>岁</source>
   <translation>years</translation>
  </message>
  <message>
   <source>巡诊</source>
   <translation>tour</translation>
  </message>
  <message>
   <source>工作单位</source>
   <translation>Employer</translation>
  </message>
  <message>
   <source>工种</source>
   <translation>job</translation>
  </message>
  <message>
   <source>左侧</source>
   <translation>Left</translation>
  </message>
  <message>
   <source>左侧卧位，测血压</source>
   <translation>On the left side, blood pressure</translation>
  </message>
  <message>
   <source>左侧收缩压</source>
   <translation>systolic pressure, left</translation>
  </message>
  <message>
   <source>左侧舒张压</source>
   <translation>diastolic pressure, left</translation>
  </message>
  <message>
   <source>巩膜</source>
   <translation>sclera</translation>
  </message>
  <message>
   <source>巩膜·其他</source>
   <translation>sclera: other</translation>
  </message>
  <message>
   <source>差</source>
   <translation>Poor</translation>
  </message>
  <message>
   <source>已做的项目，代码见急救规则文件</source>
   <translation>Items done; codes are in the referral rule file</translation>
  </message>
  <message>
   <source>已到诊</source>
   <translation>Arrived</translation>
  </message>
  <message>
   <source>已回转</source>
   <translation>Returned</translation>
  </message>
  <message>
   <source>已处理</source>
   <translation>Decided</translation>
  </message>
  <message>
   <source>已婚</source>
   <translation>Married</translation>
  </message>
  <message>
   <source>已完成</source>
   <translation>held</translation>
  </message>
  <message>
   <source>已导入</source>
   <translation>Imported</translation>
  </message>
  <message>
   <source>已开具</source>
   <translation>Issued</translation>
  </message>
  <message>
   <source>已戒烟</source>
   <translation>stopped smoking</translation>
  </message>
  <message>
   <source>已戒酒</source>
   <translation>stopped drinking</translation>
  </message>
  <message>
   <source>已接收</source>
   <translation>Accepted</translation>
  </message>
  <message>
   <source>已撤回</source>
   <translation>Withdrawn</translation>
  </message>
  <message>
   <source>已撤销</source>
   <translation>Taken back</translation>
  </message>
  <message>
   <source>已核实</source>
   <translation>verified</translation>
  </message>
  <message>
   <source>已核实官方原文</source>
   <translation>checked against the official text</translation>
  </message>
  <message>
   <source>已死亡</source>
   <translation>dead</translation>
  </message>
  <message>
   <source>已移交</source>
   <translation>Handed over</translation>
  </message>
  <message>
   <source>已签约</source>
   <translation>in force</translation>
  </message>
  <message>
   <source>已经 {days} 天没有从头到尾核对</source>
   <translation>Not checked from end to end for {days} days</translation>
  </message>
  <message>
   <source>已经 {days} 天没有同步，待传 {count} 条</source>
   <translation>No sync for {days} days, {count} waiting</translation>
  </message>
  <message>
   <source>已经 {days} 天没有备份，上次 {day}</source>
   <translation>No backup for {days} days, the last on {day}</translation>
  </message>
  <message>
   <source>已经在 {day} 到期</source>
   <translation>Expired on {day}</translation>
  </message>
  <message>
   <source>已补充</source>
   <translation>Completed</translation>
  </message>
  <message>
   <source>已解约</source>
   <translation>terminated</translation>
  </message>
  <message>
   <source>已读</source>
   <translation>Read</translation>
  </message>
  <message>
   <source>已转上级</source>
   <translation>Referred higher</translation>
  </message>
  <message>
   <source>已迁出</source>
   <translation>moved away</translation>
  </message>
  <message>
   <source>已过期</source>
   <translation>expired</translation>
  </message>
  <message>
   <source>已送达</source>
   <translation>Delivered</translation>
  </message>
  <message>
   <source>已逾期</source>
   <translation>Overdue</translation>
  </message>
  <message>
   <source>已随访</source>
   <translation>Followed up</translation>
  </message>
  <message>
   <source>市级</source>
   <translation>City</translation>
  </message>
  <message>
   <source>希望日期</source>
   <translation>Preferred day</translation>
  </message>
  <message>
   <source>希望时间</source>
   <translation>Preferred time</translation>
  </message>
  <message>
   <source>常住人口数</source>
   <translation>Resident population</translation>
  </message>
  <message>
   <source>常住类型</source>
   <translation>Residence type</translation>
  </message>
  <message>
   <source>干罗音</source>
   <translation>dry rales</translation>
  </message>
  <message>
   <source>平卧休息，不要走动</source>
   <translation>Lying down, no walking</translation>
  </message>
  <message>
   <source>平转</source>
   <translation>Same level</translation>
  </message>
  <message>
   <source>年</source>
   <translation>years</translation>
  </message>
  <message>
   <source>年-月</source>
   <translation>Year-month</translation>
  </message>
  <message>
   <source>年内因急性加重住院次数</source>
   <translation>admissions for exacerbation this year</translation>
  </message>
  <message>
   <source>年内急性加重次数</source>
   <translation>exacerbations this year</translation>
  </message>
  <message>
   <source>年度</source>
   <translation>Year</translation>
  </message>
  <message>
   <source>年度基数</source>
   <translation>Yearly figures</translation>
  </message>
  <message>
   <source>年龄</source>
   <translation>Age</translation>
  </message>
  <message>
   <source>并发症</source>
   <translation>Complication</translation>
  </message>
  <message>
   <source>并发症或合并症</source>
   <translation>complication or comorbidity</translation>
  </message>
  <message>
   <source>并发症或合并症·其他</source>
   <translation>complication or comorbidity: other</translation>
  </message>
  <message>
   <source>幻觉</source>
   <translation>hallucinations</translation>
  </message>
  <message>
   <source>床位</source>
   <translation>Bed</translation>
  </message>
  <message>
   <source>应服药次数</source>
   <translation>doses due</translation>
  </message>
  <message>
   <source>应管理2型糖尿病患者数</source>
   <translation>Type 2 diabetes patients to manage</translation>
  </message>
  <message>
   <source>应管理高血压患者数</source>
   <translation>Hypertension patients to manage</translation>
  </message>
  <message>
   <source>应访视次数</source>
   <translation>visits due</translation>
  </message>
  <message>
   <source>康复建议</source>
   <translation>Rehabilitation advice</translation>
  </message>
  <message>
   <source>康复措施</source>
   <translation>rehabilitation</translation>
  </message>
  <message>
   <source>康复措施·其他</source>
   <translation>rehabilitation: other</translation>
  </message>
  <message>
   <source>建档、体检和随访</source>
   <translation>Record, examinations and follow-ups</translation>
  </message>
  <message>
   <source>建档人</source>
   <translation>Filed by</translation>
  </message>
  <message>
   <source>建档单位</source>
   <translation>Filing organisation</translation>
  </message>
  <message>
   <source>建档日期</source>
   <translation>Filing date</translation>
  </message>
  <message>
   <source>建议复查</source>
   <translation>check again</translation>
  </message>
  <message>
   <source>建议接种疫苗</source>
   <translation>vaccination advised</translation>
  </message>
  <message>
   <source>建议接种的疫苗</source>
   <translation>vaccine advised</translation>
  </message>
  <message>
   <source>建议紧急转诊</source>
   <translation>Urgent referral proposed</translation>
  </message>
  <message>
   <source>建议转诊</source>
   <translation>Referral proposed</translation>
  </message>
  <message>
   <source>开具后补的转诊单内容：字段名 → 值</source>
   <translation>What was added to the slip after its issue: field → value</translation>
  </message>
  <message>
   <source>开具时冻结：近期读数、用药、过敏</source>
   <translation>Frozen at issue: recent readings, medicines, allergies</translation>
  </message>
  <message>
   <source>开具时按费用表冻结：级别、起付线、比例、表的日期</source>
   <translation>Frozen at issue from the cost table: level, deductible, rate, date of the table</translation>
  </message>
  <message>
   <source>开具机构</source>
   <translation>Prescribing provider</translation>
  </message>
  <message>
   <source>开始吸烟年龄</source>
   <translation>smoking since age</translation>
  </message>
  <message>
   <source>开始时间</source>
   <translation>Begins</translation>
  </message>
  <message>
   <source>开始饮酒年龄</source>
   <translation>drinking since age</translation>
  </message>
  <message>
   <source>异常</source>
   <translation>abnormal</translation>
  </message>
  <message>
   <source>异常泌乳</source>
   <translation>abnormal milk</translation>
  </message>
  <message>
   <source>张</source>
   <translation>beds</translation>
  </message>
  <message>
   <source>强化期或注射期</source>
   <translation>intensive phase or injections</translation>
  </message>
  <message>
   <source>当前显示</source>
   <translation>Shown now</translation>
  </message>
  <message>
   <source>当日费用</source>
   <translation>Cost of the day</translation>
  </message>
  <message>
   <source>录入人</source>
   <translation>Entered by</translation>
  </message>
  <message>
   <source>待处理</source>
   <translation>Waiting</translation>
  </message>
  <message>
   <source>待接诊</source>
   <translation>Waiting</translation>
  </message>
  <message>
   <source>待核对</source>
   <translation>To check</translation>
  </message>
  <message>
   <source>心前区疼痛</source>
   <translation>precordial pain</translation>
  </message>
  <message>
   <source>心律</source>
   <translation>heart rhythm</translation>
  </message>
  <message>
   <source>心悸</source>
   <translation>Palpitations</translation>
  </message>
  <message>
   <source>心悸、出汗</source>
   <translation>Palpitations, sweating</translation>
  </message>
  <message>
   <source>心悸胸闷</source>
   <translation>Palpitations, chest tightness</translation>
  </message>
  <message>
   <source>心率</source>
   <translation>Heart rate</translation>
  </message>
  <message>
   <source>心理调整</source>
   <translation>Psychological adjustment</translation>
  </message>
  <message>
   <source>心电图</source>
   <translation>ECG</translation>
  </message>
  <message>
   <source>心电图·其他</source>
   <translation>ECG: other</translation>
  </message>
  <message>
   <source>心绞痛</source>
   <translation>angina</translation>
  </message>
  <message>
   <source>心肌梗死</source>
   <translation>myocardial infarction</translation>
  </message>
  <message>
   <source>心脏杂音</source>
   <translation>heart murmur</translation>
  </message>
  <message>
   <source>心脏杂音·其他</source>
   <translation>heart murmur: other</translation>
  </message>
  <message>
   <source>心脏疾病</source>
   <translation>heart disease</translation>
  </message>
  <message>
   <source>心脏疾病·其他</source>
   <translation>heart disease: other</translation>
  </message>
  <message>
   <source>心脏病</source>
   <translation>heart disease</translation>
  </message>
  <message>
   <source>快得不像面对面</source>
   <translation>Too fast for face to face</translation>
  </message>
  <message>
   <source>怀疑</source>
   <translation>Suspicion</translation>
  </message>
  <message>
   <source>怀疑继发性高血压（发病小于30岁、低血钾、阵发性升高、双上肢收缩压差大于20）</source>
   <translation>Secondary hypertension suspected (onset below 30, low potassium, paroxysms, arms differ by more than 20)</translation>
  </message>
  <message>
   <source>怀疑继发性高血压（发病小于30岁、低血钾、阵发性升高、双上肢收缩压差大于20）（HN-10）</source>
   <translation>Secondary hypertension suspected (onset below 30, low potassium, paroxysms, arms differ by more than 20) (HN-10)</translation>
  </message>
  <message>
   <source>怀疑颈椎、脊柱受伤的不随意搬动</source>
   <translation>Spine may be hurt: do not move without need</translation>
  </message>
  <message>
   <source>急性加重期</source>
   <translation>acute exacerbation</translation>
  </message>
  <message>
   <source>急性加重期（C-04）</source>
   <translation>Acute exacerbation (C-04)</translation>
  </message>
  <message>
   <source>急性肾炎</source>
   <translation>acute nephritis</translation>
  </message>
  <message>
   <source>急救</source>
   <translation>Emergency</translation>
  </message>
  <message>
   <source>急救单补全</source>
   <translation>Emergency slip</translation>
  </message>
  <message>
   <source>急救核对</source>
   <translation>Emergency check-list</translation>
  </message>
  <message>
   <source>急救能力</source>
   <translation>Emergency capability</translation>
  </message>
  <message>
   <source>急救转诊单待补全</source>
   <translation>Emergency slip to be completed</translation>
  </message>
  <message>
   <source>急救转诊单补全已超时</source>
   <translation>Emergency slip: completion overdue</translation>
  </message>
  <message>
   <source>急救转诊单限{count}点前补全</source>
   <translation>Emergency slip: complete before {count}:00</translation>
  </message>
  <message>
   <source>急症：其他急症</source>
   <translation>Emergency: other</translation>
  </message>
  <message>
   <source>急症：创伤</source>
   <translation>Emergency: trauma</translation>
  </message>
  <message>
   <source>急症：卒中</source>
   <translation>Emergency: stroke</translation>
  </message>
  <message>
   <source>急症：孕产妇</source>
   <translation>Emergency: mother</translation>
  </message>
  <message>
   <source>急症：新生儿</source>
   <translation>Emergency: newborn</translation>
  </message>
  <message>
   <source>急症：胸痛</source>
   <translation>Emergency: chest pain</translation>
  </message>
  <message>
   <source>性别</source>
   <translation>Sex</translation>
  </message>
  <message>
   <source>总胆固醇</source>
   <translation>total cholesterol</translation>
  </message>
  <message>
   <source>总胆红素</source>
   <translation>total bilirubin</translation>
  </message>
  <message>
   <source>恢复</source>
   <translation>Restored</translation>
  </message>
  <message>
   <source>恢复演练</source>
   <translation>Restore rehearsed</translation>
  </message>
  <message>
   <source>恢复码</source>
   <translation>Recovery code</translation>
  </message>
  <message>
   <source>恢复管理员</source>
   <translation>Administrator enabled</translation>
  </message>
  <message>
   <source>恢复账户</source>
   <translation>Account enabled</translation>
  </message>
  <message>
   <source>恶心呕吐</source>
   <translation>Nausea, vomiting</translation>
  </message>
  <message>
   <source>恶心纳差</source>
   <translation>nausea, poor appetite</translation>
  </message>
  <message>
   <source>恶性肿瘤</source>
   <translation>Malignant tumour</translation>
  </message>
  <message>
   <source>患者姓名</source>
   <translation>Patient name</translation>
  </message>
  <message>
   <source>患者就近，或居住地变动</source>
   <translation>Nearer to the patient, or the patient moved</translation>
  </message>
  <message>
   <source>患者就近，或居住地变动（R-04）</source>
   <translation>Nearer to the patient, or the patient moved (R-04)</translation>
  </message>
  <message>
   <source>患者或家属要求</source>
   <translation>Asked for by the patient or the family</translation>
  </message>
  <message>
   <source>患者或家属要求（R-04）</source>
   <translation>Asked for by the patient or the family (R-04)</translation>
  </message>
  <message>
   <source>患者拒绝</source>
   <translation>Patient refused</translation>
  </message>
  <message>
   <source>患者电话</source>
   <translation>Patient phone</translation>
  </message>
  <message>
   <source>患者类型</source>
   <translation>patient type</translation>
  </message>
  <message>
   <source>患者自述</source>
   <translation>Reported by patient</translation>
  </message>
  <message>
   <source>悲观厌世</source>
   <translation>tired of life</translation>
  </message>
  <message>
   <source>意外</source>
   <translation>accident</translation>
  </message>
  <message>
   <source>意识</source>
   <translation>Consciousness</translation>
  </message>
  <message>
   <source>意识或行为改变</source>
   <translation>Altered consciousness or behaviour</translation>
  </message>
  <message>
   <source>意识改变</source>
   <translation>Altered consciousness</translation>
  </message>
  <message>
   <source>感染</source>
   <translation>Infection</translation>
  </message>
  <message>
   <source>慢性咳嗽</source>
   <translation>chronic cough</translation>
  </message>
  <message>
   <source>慢性并发症的筛查或治疗有困难，糖尿病足急性加重</source>
   <translation>Complications cannot be screened for or treated here, diabetic foot getting worse</translation>
  </message>
  <message>
   <source>慢性并发症的筛查或治疗有困难，糖尿病足急性加重（DN-05）</source>
   <translation>Complications cannot be screened for or treated here, diabetic foot getting worse (DN-05)</translation>
  </message>
  <message>
   <source>慢性肾炎</source>
   <translation>chronic nephritis</translation>
  </message>
  <message>
   <source>慢性阻塞性肺疾病</source>
   <translation>COPD</translation>
  </message>
  <message>
   <source>慢病登记</source>
   <translation>Chronic disease registration</translation>
  </message>
  <message>
   <source>慢阻肺</source>
   <translation>COPD</translation>
  </message>
  <message>
   <source>慢阻肺在管人数</source>
   <translation>COPD: under management</translation>
  </message>
  <message>
   <source>慢阻肺患者随访表</source>
   <translation>COPD follow-up form</translation>
  </message>
  <message>
   <source>慢阻肺随访</source>
   <translation>COPD follow-up</translation>
  </message>
  <message>
   <source>慢阻肺随访人数</source>
   <translation>COPD: followed up</translation>
  </message>
  <message>
   <source>戒烟</source>
   <translation>stop smoking</translation>
  </message>
  <message>
   <source>戒烟年龄</source>
   <translation>stopped smoking at</translation>
  </message>
  <message>
   <source>戒酒年龄</source>
   <translation>stopped drinking at</translation>
  </message>
  <message>
   <source>户主</source>
   <translation>Head</translation>
  </message>
  <message>
   <source>户主姓名</source>
   <translation>Head of household</translation>
  </message>
  <message>
   <source>户别</source>
   <translation>household kind</translation>
  </message>
  <message>
   <source>户号</source>
   <translation>Household number</translation>
  </message>
  <message>
   <source>户籍</source>
   <translation>Registered here</translation>
  </message>
  <message>
   <source>户籍地址</source>
   <translation>Registered address</translation>
  </message>
  <message>
   <source>所在随访</source>
   <translation>at which visit</translation>
  </message>
  <message>
   <source>手工录入</source>
   <translation>Typed in</translation>
  </message>
  <message>
   <source>手术后或急性期后，需要康复</source>
   <translation>After an operation or the acute phase, needs rehabilitation</translation>
  </message>
  <message>
   <source>手术后或急性期后，需要康复（RF-02）</source>
   <translation>After an operation or the acute phase, needs rehabilitation (RF-02)</translation>
  </message>
  <message>
   <source>手脚麻木</source>
   <translation>Numb hands or feet</translation>
  </message>
  <message>
   <source>打包</source>
   <translation>Packing</translation>
  </message>
  <message>
   <source>打印</source>
   <translation>Print</translation>
  </message>
  <message>
   <source>打印和导出</source>
   <translation>Print and export</translation>
  </message>
  <message>
   <source>打印机</source>
   <translation>Printers</translation>
  </message>
  <message>
   <source>打开冲突处理，选一边</source>
   <translation>Open the conflicts and choose a side</translation>
  </message>
  <message>
   <source>打开设置，在备份里按“现在备份到…”，做不成会说为什么</source>
   <translation>Open the settings and press "Back up to…" under Backup; if it fails it says why</translation>
  </message>
  <message>
   <source>打开设置，在备份里按“现在备份到…”；程序每天也会自动备份</source>
   <translation>Open the settings and press "Back up to…" under Backup; the program also backs up daily</translation>
  </message>
  <message>
   <source>打开附件</source>
   <translation>Attachment opened</translation>
  </message>
  <message>
   <source>打电话</source>
   <translation>telephone</translation>
  </message>
  <message>
   <source>打电话给县管理员，重新入网；已保存的记录都在</source>
   <translation>Call the county administrator and enrol again; what was saved is kept</translation>
  </message>
  <message>
   <source>托人带话</source>
   <translation>message through others</translation>
  </message>
  <message>
   <source>托管钥匙</source>
   <translation>Escrow key</translation>
  </message>
  <message>
   <source>执行日期</source>
   <translation>In force from</translation>
  </message>
  <message>
   <source>扫描转诊单</source>
   <translation>Slip scanned</translation>
  </message>
  <message>
   <source>找县管理员核对；已保存的都在本机</source>
   <translation>Ask the county administrator; everything saved is on this computer</translation>
  </message>
  <message>
   <source>技工学校</source>
   <translation>Technical school</translation>
  </message>
  <message>
   <source>抄自纸质</source>
   <translation>Copied from paper</translation>
  </message>
  <message>
   <source>抗结核药的剂型问一次</source>
   <translation>The dosage form of tuberculosis drugs is asked once</translation>
  </message>
  <message>
   <source>抗结核药的用法问一次</source>
   <translation>How tuberculosis drugs are taken is asked once</translation>
  </message>
  <message>
   <source>折白酒：啤酒/10、红酒/4、黄酒/5；不饮填0</source>
   <translation>As spirits: beer/10, red wine/4, yellow wine/5; 0 for a non-drinker</translation>
  </message>
  <message>
   <source>护士长</source>
   <translation>Head nurse</translation>
  </message>
  <message>
   <source>护照</source>
   <translation>Passport</translation>
  </message>
  <message>
   <source>护送人员</source>
   <translation>Escort</translation>
  </message>
  <message>
   <source>报告日期</source>
   <translation>Reported on</translation>
  </message>
  <message>
   <source>报送卫生院、县里</source>
   <translation>Report to the township or the county</translation>
  </message>
  <message>
   <source>报销比例</source>
   <translation>Reimbursement</translation>
  </message>
  <message>
   <source>拒绝</source>
   <translation>refused</translation>
  </message>
  <message>
   <source>拒绝回访</source>
   <translation>Declined the call</translation>
  </message>
  <message>
   <source>拒访</source>
   <translation>Refused</translation>
  </message>
  <message>
   <source>持续心动过速（&gt;100次/分）</source>
   <translation>Persistent tachycardia (&gt;100/min)</translation>
  </message>
  <message>
   <source>按“打包日志”，把包交给管理员</source>
   <translation>Press "Pack logs" and hand the packet to the administrator</translation>
  </message>
  <message>
   <source>按“核对数据文件”，几分钟，可以接着做别的</source>
   <translation>Press "Check the data file"; it takes minutes and you can go on working</translation>
  </message>
  <message>
   <source>按医嘱规律用药</source>
   <translation>regularly as advised</translation>
  </message>
  <message>
   <source>按时段长度分成若干时段；不写即只有一个时段</source>
   <translation>Cut into slots of that length; one slot when left empty</translation>
  </message>
  <message>
   <source>按证件号码查找</source>
   <translation>Looked up by identity number</translation>
  </message>
  <message>
   <source>换人</source>
   <translation>Another person</translation>
  </message>
  <message>
   <source>换气扇</source>
   <translation>Extractor fan</translation>
  </message>
  <message>
   <source>掌握</source>
   <translation>knows</translation>
  </message>
  <message>
   <source>接上U盘或共享，程序会自动补</source>
   <translation>Plug in the stick or connect the share; the program catches up by itself</translation>
  </message>
  <message>
   <source>接力包导入</source>
   <translation>Relay package imported</translation>
  </message>
  <message>
   <source>接力包导出</source>
   <translation>Relay package exported</translation>
  </message>
  <message>
   <source>接力包送达</source>
   <translation>Relay package delivered</translation>
  </message>
  <message>
   <source>接口文件导出</source>
   <translation>Interface file exported</translation>
  </message>
  <message>
   <source>接口读取</source>
   <translation>Read by interface</translation>
  </message>
  <message>
   <source>接听人</source>
   <translation>Spoke with</translation>
  </message>
  <message>
   <source>接收</source>
   <translation>Accepted</translation>
  </message>
  <message>
   <source>接收待监管的保存</source>
   <translation>Supervised save accepted</translation>
  </message>
  <message>
   <source>接种日期</source>
   <translation>given on</translation>
  </message>
  <message>
   <source>接种机构</source>
   <translation>given by</translation>
  </message>
  <message>
   <source>接诊</source>
   <translation>Reception</translation>
  </message>
  <message>
   <source>接诊医生</source>
   <translation>Receiving doctor</translation>
  </message>
  <message>
   <source>接诊回复及时率</source>
   <translation>Referrals answered in time</translation>
  </message>
  <message>
   <source>接诊日期</source>
   <translation>encounter date</translation>
  </message>
  <message>
   <source>接诊记录</source>
   <translation>Encounter record</translation>
  </message>
  <message>
   <source>接通</source>
   <translation>Answered</translation>
  </message>
  <message>
   <source>接通，已约</source>
   <translation>reached, agreed</translation>
  </message>
  <message>
   <source>控制不满意</source>
   <translation>Not controlled</translation>
  </message>
  <message>
   <source>控制满意</source>
   <translation>Controlled</translation>
  </message>
  <message>
   <source>摄盐情况</source>
   <translation>Salt intake</translation>
  </message>
  <message>
   <source>摄盐情况·目标</source>
   <translation>Salt intake, target</translation>
  </message>
  <message>
   <source>撤回</source>
   <translation>Withdraw</translation>
  </message>
  <message>
   <source>撤销</source>
   <translation>Undo</translation>
  </message>
  <message>
   <source>撤销一批导入</source>
   <translation>Import taken back</translation>
  </message>
  <message>
   <source>撤销合并</source>
   <translation>Merge undone</translation>
  </message>
  <message>
   <source>支/日</source>
   <translation>per day</translation>
  </message>
  <message>
   <source>支付方式 2 城乡居民基本医疗保险，3 停用</source>
   <translation>Payment: 2 is the merged residents' insurance, 3 no longer used</translation>
  </message>
  <message>
   <source>收回只读令牌</source>
   <translation>Read token revoked</translation>
  </message>
  <message>
   <source>收缩压</source>
   <translation>Systolic</translation>
  </message>
  <message>
   <source>收缩压/舒张压</source>
   <translation>Systolic/diastolic</translation>
  </message>
  <message>
   <source>收缩压≥180和/或舒张压≥110，或有危急情况</source>
   <translation>Systolic ≥180 and/or diastolic ≥110, or a danger sign</translation>
  </message>
  <message>
   <source>收缩压≥180和/或舒张压≥110，或有危急情况（H-06）</source>
   <translation>Systolic ≥180 and/or diastolic ≥110, or a danger sign (H-06)</translation>
  </message>
  <message>
   <source>改密码</source>
   <translation>Password changed</translation>
  </message>
  <message>
   <source>改派</source>
   <translation>Redirect</translation>
  </message>
  <message>
   <source>改派机构</source>
   <translation>Redirected to</translation>
  </message>
  <message>
   <source>改派科室</source>
   <translation>Redirected to department</translation>
  </message>
  <message>
   <source>改约</source>
   <translation>Rescheduled</translation>
  </message>
  <message>
   <source>改设置</source>
   <translation>Settings changed</translation>
  </message>
  <message>
   <source>改账户角色</source>
   <translation>Role changed</translation>
  </message>
  <message>
   <source>改送</source>
   <translation>Sent elsewhere</translation>
  </message>
  <message>
   <source>改送转诊</source>
   <translation>Referral redirected</translation>
  </message>
  <message>
   <source>放射物质</source>
   <translation>radiation</translation>
  </message>
  <message>
   <source>放射物质防护措施</source>
   <translation>protection against radiation</translation>
  </message>
  <message>
   <source>放射物质防护措施·其他</source>
   <translation>protection against radiation: other</translation>
  </message>
  <message>
   <source>救治单元</source>
   <translation>Treatment unit</translation>
  </message>
  <message>
   <source>散装药</source>
   <translation>loose medicines</translation>
  </message>
  <message>
   <source>数据文件</source>
   <translation>Data file</translation>
  </message>
  <message>
   <source>数据日志不见了</source>
   <translation>Data log lost</translation>
  </message>
  <message>
   <source>数据来源</source>
   <translation>Data source</translation>
  </message>
  <message>
   <source>数据钥匙的一半在系统的钥匙库里</source>
   <translation>Half of the data key is in the system's key store</translation>
  </message>
  <message>
   <source>文化程度</source>
   <translation>Education</translation>
  </message>
  <message>
   <source>文盲或半文盲</source>
   <translation>Illiterate or semi-literate</translation>
  </message>
  <message>
   <source>新发并发症或并发症加重</source>
   <translation>New or worse complication</translation>
  </message>
  <message>
   <source>新发并发症问一次</source>
   <translation>New complications are asked once</translation>
  </message>
  <message>
   <source>新型农村合作医疗</source>
   <translation>New rural cooperative scheme</translation>
  </message>
  <message>
   <source>新生儿</source>
   <translation>Newborn</translation>
  </message>
  <message>
   <source>方向</source>
   <translation>Direction</translation>
  </message>
  <message>
   <source>方式</source>
   <translation>Mode</translation>
  </message>
  <message>
   <source>无</source>
   <translation>None</translation>
  </message>
  <message>
   <source>无人接听</source>
   <translation>no answer</translation>
  </message>
  <message>
   <source>无充血</source>
   <translation>not congested</translation>
  </message>
  <message>
   <source>无关锁</source>
   <translation>not locked up</translation>
  </message>
  <message>
   <source>无创呼吸机治疗</source>
   <translation>non-invasive ventilation</translation>
  </message>
  <message>
   <source>无变化</source>
   <translation>unchanged</translation>
  </message>
  <message>
   <source>无故外走</source>
   <translation>wanders off</translation>
  </message>
  <message>
   <source>无残疾</source>
   <translation>No disability</translation>
  </message>
  <message>
   <source>无法独立完成任何一个动作</source>
   <translation>manages none alone</translation>
  </message>
  <message>
   <source>无症状</source>
   <translation>No symptoms</translation>
  </message>
  <message>
   <source>无职业</source>
   <translation>No occupation</translation>
  </message>
  <message>
   <source>既往主要症状</source>
   <translation>past symptoms</translation>
  </message>
  <message>
   <source>既往主要症状·其他</source>
   <translation>past symptoms: other</translation>
  </message>
  <message>
   <source>既往关锁情况</source>
   <translation>locked up before</translation>
  </message>
  <message>
   <source>既往史</source>
   <translation>Past diseases</translation>
  </message>
  <message>
   <source>既往史·外伤</source>
   <translation>Past trauma</translation>
  </message>
  <message>
   <source>既往史·手术</source>
   <translation>Past surgery</translation>
  </message>
  <message>
   <source>既往史·疾病</source>
   <translation>Past diseases</translation>
  </message>
  <message>
   <source>既往史·疾病·其他</source>
   <translation>Past diseases, other</translation>
  </message>
  <message>
   <source>既往史·输血</source>
   <translation>Past transfusions</translation>
  </message>
  <message>
   <source>既往治疗·住院次数</source>
   <translation>past treatment: admissions</translation>
  </message>
  <message>
   <source>既往治疗·门诊</source>
   <translation>past treatment: outpatient</translation>
  </message>
  <message>
   <source>既往疾病</source>
   <translation>Past disease</translation>
  </message>
  <message>
   <source>日吸烟量</source>
   <translation>Cigarettes</translation>
  </message>
  <message>
   <source>日吸烟量·目标</source>
   <translation>Cigarettes, target</translation>
  </message>
  <message>
   <source>日吸烟量为0时，另问从不吸还是已戒</source>
   <translation>With no cigarettes a day, ask whether never or no longer</translation>
  </message>
  <message>
   <source>日期</source>
   <translation>date</translation>
  </message>
  <message>
   <source>日饮酒量</source>
   <translation>Alcohol</translation>
  </message>
  <message>
   <source>日饮酒量·目标</source>
   <translation>Alcohol, target</translation>
  </message>
  <message>
   <source>旧版或他系统的原值，按字段名</source>
   <translation>original values of an older edition or another system, by field</translation>
  </message>
  <message>
   <source>时:分</source>
   <translation>hh:mm</translation>
  </message>
  <message>
   <source>时:分，如 08:20</source>
   <translation>hh:mm, like 08:20</translation>
  </message>
  <message>
   <source>时:分，选号源时填入</source>
   <translation>hh:mm, filled in when a slot is chosen</translation>
  </message>
  <message>
   <source>时段/床位/检查</source>
   <translation>Time slot/bed/examination</translation>
  </message>
  <message>
   <source>时段长度</source>
   <translation>Length of a slot</translation>
  </message>
  <message>
   <source>时钟</source>
   <translation>Clock</translation>
  </message>
  <message>
   <source>时间</source>
   <translation>Time</translation>
  </message>
  <message>
   <source>昏迷</source>
   <translation>Unconscious</translation>
  </message>
  <message>
   <source>是</source>
   <translation>Yes</translation>
  </message>
  <message>
   <source>是否戒酒</source>
   <translation>stopped drinking</translation>
  </message>
  <message>
   <source>是否转诊</source>
   <translation>referred</translation>
  </message>
  <message>
   <source>显示哪次保存的值</source>
   <translation>Which save's value is shown</translation>
  </message>
  <message>
   <source>显示完整号码</source>
   <translation>Full number shown</translation>
  </message>
  <message>
   <source>普通</source>
   <translation>Routine</translation>
  </message>
  <message>
   <source>智力残疾</source>
   <translation>Intellectual</translation>
  </message>
  <message>
   <source>暴露史</source>
   <translation>Exposure history</translation>
  </message>
  <message>
   <source>更正</source>
   <translation>Correction</translation>
  </message>
  <message>
   <source>曾住院，现未住院</source>
   <translation>was admitted, now out</translation>
  </message>
  <message>
   <source>最多4项</source>
   <translation>at most 4</translation>
  </message>
  <message>
   <source>最近1年</source>
   <translation>the last year</translation>
  </message>
  <message>
   <source>最近1年，3行</source>
   <translation>the last year, 3 rows</translation>
  </message>
  <message>
   <source>最近1年，6行</source>
   <translation>the last year, 6 rows</translation>
  </message>
  <message>
   <source>最近30天没有记到程序错误</source>
   <translation>No program error in the last 30 days</translation>
  </message>
  <message>
   <source>最近30天记到程序错误，一共 {count} 次，记录没有受影响</source>
   <translation>Program errors in the last 30 days, {count} in all; no record was affected</translation>
  </message>
  <message>
   <source>最近一次治疗效果</source>
   <translation>effect of the last treatment</translation>
  </message>
  <message>
   <source>月</source>
   <translation>month</translation>
  </message>
  <message>
   <source>有</source>
   <translation>Yes</translation>
  </message>
  <message>
   <source>有 {count} 处两边填得不同，等人来选</source>
   <translation>{count} places were filled in differently and wait for a choice</translation>
  </message>
  <message>
   <source>有 {count} 次保存单独传也传不上去，先放在一边</source>
   <translation>{count} saves cannot be sent even one at a time and are put aside</translation>
  </message>
  <message>
   <source>有偿签约率</source>
   <translation>Paid contracts</translation>
  </message>
  <message>
   <source>有其他危急情况（意识改变、烂苹果味、深大呼吸等）</source>
   <translation>Another danger sign (consciousness, smell of acetone, deep breathing …)</translation>
  </message>
  <message>
   <source>有其他危急情况（意识改变、烂苹果味、深大呼吸等）（D-05）</source>
   <translation>Another danger sign (consciousness, smell of acetone, deep breathing …) (D-05)</translation>
  </message>
  <message>
   <source>有异常</source>
   <translation>abnormal</translation>
  </message>
  <message>
   <source>有效到 {day}</source>
   <translation>Valid until {day}</translation>
  </message>
  <message>
   <source>有效天数</source>
   <translation>Valid for days</translation>
  </message>
  <message>
   <source>服务人次</source>
   <translation>services given</translation>
  </message>
  <message>
   <source>服务包</source>
   <translation>packages</translation>
  </message>
  <message>
   <source>服务日期</source>
   <translation>given on</translation>
  </message>
  <message>
   <source>服务电话</source>
   <translation>service phone</translation>
  </message>
  <message>
   <source>服务的村</source>
   <translation>Villages served</translation>
  </message>
  <message>
   <source>服务项目</source>
   <translation>Service</translation>
  </message>
  <message>
   <source>服药依从性</source>
   <translation>Medication adherence</translation>
  </message>
  <message>
   <source>服药依从性问一次，各病种的药服法不同时在该病种里改</source>
   <translation>Adherence is asked once; change it at a programme whose medicines are taken otherwise</translation>
  </message>
  <message>
   <source>服药后不良反应及处理</source>
   <translation>adverse reactions and what to do</translation>
  </message>
  <message>
   <source>服药方法及药品存放</source>
   <translation>taking and storing medicines</translation>
  </message>
  <message>
   <source>服药率</source>
   <translation>Doses taken</translation>
  </message>
  <message>
   <source>服药记录卡的填写</source>
   <translation>filling in the treatment card</translation>
  </message>
  <message>
   <source>未住院</source>
   <translation>not admitted</translation>
  </message>
  <message>
   <source>未到</source>
   <translation>Did not come</translation>
  </message>
  <message>
   <source>未到或外出</source>
   <translation>Did not come or away</translation>
  </message>
  <message>
   <source>未到诊</source>
   <translation>No-show</translation>
  </message>
  <message>
   <source>未及异常</source>
   <translation>nothing abnormal</translation>
  </message>
  <message>
   <source>未发现</source>
   <translation>none found</translation>
  </message>
  <message>
   <source>未婚</source>
   <translation>Single</translation>
  </message>
  <message>
   <source>未归类</source>
   <translation>Not named</translation>
  </message>
  <message>
   <source>未成行</source>
   <translation>did not take place</translation>
  </message>
  <message>
   <source>未戒酒</source>
   <translation>not stopped</translation>
  </message>
  <message>
   <source>未掌握</source>
   <translation>does not know</translation>
  </message>
  <message>
   <source>未查痰</source>
   <translation>sputum not examined</translation>
  </message>
  <message>
   <source>未核实</source>
   <translation>not checked</translation>
  </message>
  <message>
   <source>未检测</source>
   <translation>not tested</translation>
  </message>
  <message>
   <source>未治</source>
   <translation>untreated</translation>
  </message>
  <message>
   <source>未测原因</source>
   <translation>Why not measured</translation>
  </message>
  <message>
   <source>未生效</source>
   <translation>not yet in force</translation>
  </message>
  <message>
   <source>未登记</source>
   <translation>Not registered</translation>
  </message>
  <message>
   <source>未知的性别</source>
   <translation>Unknown sex</translation>
  </message>
  <message>
   <source>未见异常</source>
   <translation>nothing abnormal</translation>
  </message>
  <message>
   <source>未触及</source>
   <translation>not felt</translation>
  </message>
  <message>
   <source>未说明的婚姻状况</source>
   <translation>Marital status not stated</translation>
  </message>
  <message>
   <source>未说明的性别</source>
   <translation>Sex not stated</translation>
  </message>
  <message>
   <source>末次出院时间</source>
   <translation>last discharge</translation>
  </message>
  <message>
   <source>本人</source>
   <translation>The person</translation>
  </message>
  <message>
   <source>本人不愿测</source>
   <translation>did not want it</translation>
  </message>
  <message>
   <source>本人电话</source>
   <translation>Own phone</translation>
  </message>
  <message>
   <source>本人签字或电话核实</source>
   <translation>signed or checked by phone</translation>
  </message>
  <message>
   <source>本人要求</source>
   <translation>Asked for by the person</translation>
  </message>
  <message>
   <source>本平台定义</source>
   <translation>own definition</translation>
  </message>
  <message>
   <source>本机上次备份 {day}</source>
   <translation>Last backup on this computer {day}</translation>
  </message>
  <message>
   <source>本机构病种转出原因</source>
   <translation>Reason for referring a disease of the own list</translation>
  </message>
  <message>
   <source>本机的审计记录和县平台留底的对不上</source>
   <translation>The audit records here disagree with the county platform's copy</translation>
  </message>
  <message>
   <source>本次随访分类</source>
   <translation>classification</translation>
  </message>
  <message>
   <source>机构</source>
   <translation>Organisation</translation>
  </message>
  <message>
   <source>机构代码</source>
   <translation>Organisation code</translation>
  </message>
  <message>
   <source>机构名称</source>
   <translation>Organisation name</translation>
  </message>
  <message>
   <source>机构类别</source>
   <translation>Organisation type</translation>
  </message>
  <message>
   <source>村</source>
   <translation>Village</translation>
  </message>
  <message>
   <source>村代码</source>
   <translation>Village code</translation>
  </message>
  <message>
   <source>村代码、机构代码或县代码</source>
   <translation>Code of a village, an organisation or the county</translation>
  </message>
  <message>
   <source>村代码或乡镇卫生院的机构代码；不填即为全县</source>
   <translation>Code of a village or of a township centre; left empty: the whole county</translation>
  </message>
  <message>
   <source>村医</source>
   <translation>Village doctor</translation>
  </message>
  <message>
   <source>村卫生室</source>
   <translation>Village clinic</translation>
  </message>
  <message>
   <source>村名</source>
   <translation>Village name</translation>
  </message>
  <message>
   <source>村民小组</source>
   <translation>Village group</translation>
  </message>
  <message>
   <source>村的交接</source>
   <translation>Village handed over</translation>
  </message>
  <message>
   <source>条</source>
   <translation>records</translation>
  </message>
  <message>
   <source>来源随访</source>
   <translation>Source visit</translation>
  </message>
  <message>
   <source>杵状指（趾）</source>
   <translation>clubbing</translation>
  </message>
  <message>
   <source>板式组合药</source>
   <translation>blister pack combination</translation>
  </message>
  <message>
   <source>查体、实验室、影像等结果</source>
   <translation>examination, laboratory, imaging</translation>
  </message>
  <message>
   <source>查体其他</source>
   <translation>examination, other</translation>
  </message>
  <message>
   <source>查看</source>
   <translation>Read</translation>
  </message>
  <message>
   <source>查看审计</source>
   <translation>Audit read</translation>
  </message>
  <message>
   <source>查臂：两臂平举，单侧无力</source>
   <translation>Arms: both raised, one is weak</translation>
  </message>
  <message>
   <source>柴火</source>
   <translation>Firewood</translation>
  </message>
  <message>
   <source>标准版本</source>
   <translation>Edition of the criteria</translation>
  </message>
  <message>
   <source>核对</source>
   <translation>Check</translation>
  </message>
  <message>
   <source>核对、质控</source>
   <translation>Checking, quality control</translation>
  </message>
  <message>
   <source>核对过审计链</source>
   <translation>Audit chain looked into</translation>
  </message>
  <message>
   <source>档案号村级段</source>
   <translation>Village part of the record no.</translation>
  </message>
  <message>
   <source>档案编号</source>
   <translation>Record no.</translation>
  </message>
  <message>
   <source>桶状胸</source>
   <translation>barrel chest</translation>
  </message>
  <message>
   <source>梳头、洗脸、刷牙、剃须、洗澡等活动</source>
   <translation>combing, washing, teeth, shaving, bathing</translation>
  </message>
  <message>
   <source>梳洗</source>
   <translation>grooming</translation>
  </message>
  <message>
   <source>检查</source>
   <translation>Examination</translation>
  </message>
  <message>
   <source>检查检验结果</source>
   <translation>Test results</translation>
  </message>
  <message>
   <source>检查项目</source>
   <translation>Examination asked for</translation>
  </message>
  <message>
   <source>次</source>
   <translation>times</translation>
  </message>
  <message>
   <source>次/分钟</source>
   <translation>/min</translation>
  </message>
  <message>
   <source>次/周</source>
   <translation>/week</translation>
  </message>
  <message>
   <source>次数</source>
   <translation>how often</translation>
  </message>
  <message>
   <source>正常</source>
   <translation>normal</translation>
  </message>
  <message>
   <source>此次随访分类</source>
   <translation>Classification</translation>
  </message>
  <message>
   <source>此项不适用</source>
   <translation>does not apply</translation>
  </message>
  <message>
   <source>步</source>
   <translation>steps</translation>
  </message>
  <message>
   <source>步骤</source>
   <translation>Step</translation>
  </message>
  <message>
   <source>死亡</source>
   <translation>Died</translation>
  </message>
  <message>
   <source>死亡原因</source>
   <translation>Cause of death</translation>
  </message>
  <message>
   <source>死亡原因分类</source>
   <translation>cause of death</translation>
  </message>
  <message>
   <source>死亡名单</source>
   <translation>Deaths</translation>
  </message>
  <message>
   <source>死亡或迁出</source>
   <translation>Died or moved away</translation>
  </message>
  <message>
   <source>死亡日期</source>
   <translation>Date of death</translation>
  </message>
  <message>
   <source>死亡日期之后的随访</source>
   <translation>Visits after the date of death</translation>
  </message>
  <message>
   <source>残疾人</source>
   <translation>disabled person</translation>
  </message>
  <message>
   <source>残疾情况</source>
   <translation>Disability</translation>
  </message>
  <message>
   <source>残疾情况·其他</source>
   <translation>Disability, other</translation>
  </message>
  <message>
   <source>每个时段的号数</source>
   <translation>Patients in each slot</translation>
  </message>
  <message>
   <source>每个测量值一项：手工、设备、纸质、自述</source>
   <translation>One per measured value: typed, device, paper, patient</translation>
  </message>
  <message>
   <source>每周7次及以上为每天；0次时另问</source>
   <translation>Seven times a week and more is every day; with none, ask</translation>
  </message>
  <message>
   <source>每周一次以上</source>
   <translation>more than once a week</translation>
  </message>
  <message>
   <source>每天</source>
   <translation>daily</translation>
  </message>
  <message>
   <source>每日</source>
   <translation>daily</translation>
  </message>
  <message>
   <source>每日次数</source>
   <translation>Times a day</translation>
  </message>
  <message>
   <source>每日（月）</source>
   <translation>a day (month)</translation>
  </message>
  <message>
   <source>每月</source>
   <translation>monthly</translation>
  </message>
  <message>
   <source>每次剂量</source>
   <translation>dose each time</translation>
  </message>
  <message>
   <source>每次用量</source>
   <translation>Dose</translation>
  </message>
  <message>
   <source>每次运动时间</source>
   <translation>Exercise time</translation>
  </message>
  <message>
   <source>每次运动时间·目标</source>
   <translation>Exercise time, target</translation>
  </message>
  <message>
   <source>毒物</source>
   <translation>Poisons</translation>
  </message>
  <message>
   <source>民族</source>
   <translation>Ethnicity</translation>
  </message>
  <message>
   <source>民族·其他</source>
   <translation>Ethnicity, other</translation>
  </message>
  <message>
   <source>气急</source>
   <translation>breathless</translation>
  </message>
  <message>
   <source>气流受限GOLD分级</source>
   <translation>GOLD grade</translation>
  </message>
  <message>
   <source>氧疗</source>
   <translation>oxygen</translation>
  </message>
  <message>
   <source>汉族</source>
   <translation>Han</translation>
  </message>
  <message>
   <source>没带设备</source>
   <translation>no device at hand</translation>
  </message>
  <message>
   <source>没有做完</source>
   <translation>Not finished</translation>
  </message>
  <message>
   <source>没有固定的县平台证书，用系统自带的证书</source>
   <translation>No county certificate is pinned; the system's own are used</translation>
  </message>
  <message>
   <source>没有期限</source>
   <translation>No limit</translation>
  </message>
  <message>
   <source>没有症状</source>
   <translation>no symptoms</translation>
  </message>
  <message>
   <source>没有第二处备份：电脑丢了、坏了，没上传的记录就没有了</source>
   <translation>No second backup: if the computer is lost or breaks, what was not sent is gone</translation>
  </message>
  <message>
   <source>没有被退回的保存，没有要选的冲突</source>
   <translation>No save was sent back, no conflict waits</translation>
  </message>
  <message>
   <source>河湖水</source>
   <translation>River or lake water</translation>
  </message>
  <message>
   <source>油烟机</source>
   <translation>Range hood</translation>
  </message>
  <message>
   <source>治疗效果</source>
   <translation>effect of treatment</translation>
  </message>
  <message>
   <source>治疗月序</source>
   <translation>month of treatment</translation>
  </message>
  <message>
   <source>治疗期间复诊查痰</source>
   <translation>sputum checks during treatment</translation>
  </message>
  <message>
   <source>治疗经过</source>
   <translation>Course of treatment</translation>
  </message>
  <message>
   <source>治疗经过、下一步治疗方案及康复建议</source>
   <translation>Treatment, next plan and rehabilitation advice</translation>
  </message>
  <message>
   <source>沼气</source>
   <translation>Biogas</translation>
  </message>
  <message>
   <source>注射剂</source>
   <translation>injections</translation>
  </message>
  <message>
   <source>活动</source>
   <translation>mobility</translation>
  </message>
  <message>
   <source>流感疫苗</source>
   <translation>influenza vaccine</translation>
  </message>
  <message>
   <source>测血压（双上肢）、心率、血氧</source>
   <translation>Blood pressure (both arms), heart rate, oxygen saturation</translation>
  </message>
  <message>
   <source>测血压；没有上级医生的话不急着降压</source>
   <translation>Blood pressure; do not lower it without the hospital's doctor</translation>
  </message>
  <message>
   <source>测血糖，排除低血糖</source>
   <translation>Blood glucose, to exclude a low one</translation>
  </message>
  <message>
   <source>消化系统疾病</source>
   <translation>digestive disease</translation>
  </message>
  <message>
   <source>消失</source>
   <translation>Absent</translation>
  </message>
  <message>
   <source>液化气</source>
   <translation>LPG</translation>
  </message>
  <message>
   <source>淋巴滤泡增生</source>
   <translation>lymph follicles</translation>
  </message>
  <message>
   <source>淋巴结</source>
   <translation>lymph nodes</translation>
  </message>
  <message>
   <source>淋巴结·其他</source>
   <translation>lymph nodes: other</translation>
  </message>
  <message>
   <source>深大呼吸</source>
   <translation>Deep, laboured breathing</translation>
  </message>
  <message>
   <source>添加管理员</source>
   <translation>Administrator added</translation>
  </message>
  <message>
   <source>添加账户</source>
   <translation>Account added</translation>
  </message>
  <message>
   <source>清理日志</source>
   <translation>Logs cleared</translation>
  </message>
  <message>
   <source>清醒</source>
   <translation>Awake</translation>
  </message>
  <message>
   <source>港澳居民来往内地通行证</source>
   <translation>Travel permit for Hong Kong and Macao residents</translation>
  </message>
  <message>
   <source>湿罗音</source>
   <translation>moist rales</translation>
  </message>
  <message>
   <source>满意</source>
   <translation>satisfied</translation>
  </message>
  <message>
   <source>漏服药次数</source>
   <translation>doses missed</translation>
  </message>
  <message>
   <source>潮红</source>
   <translation>flushed</translation>
  </message>
  <message>
   <source>烟囱</source>
   <translation>Chimney</translation>
  </message>
  <message>
   <source>煤</source>
   <translation>Coal</translation>
  </message>
  <message>
   <source>照常使用和上传，报告县管理员</source>
   <translation>Go on working and sending as usual, and tell the county administrator</translation>
  </message>
  <message>
   <source>照片</source>
   <translation>Photo</translation>
  </message>
  <message>
   <source>熟练</source>
   <translation>skilled</translation>
  </message>
  <message>
   <source>燃料类型</source>
   <translation>Fuel</translation>
  </message>
  <message>
   <source>父母</source>
   <translation>Parent</translation>
  </message>
  <message>
   <source>物理因素</source>
   <translation>physical factors</translation>
  </message>
  <message>
   <source>物理因素防护措施</source>
   <translation>protection against physical factors</translation>
  </message>
  <message>
   <source>物理因素防护措施·其他</source>
   <translation>protection against physical factors: other</translation>
  </message>
  <message>
   <source>牵头医院出院人次</source>
   <translation>Discharges of the lead hospital</translation>
  </message>
  <message>
   <source>状态</source>
   <translation>State</translation>
  </message>
  <message>
   <source>独立完成</source>
   <translation>alone</translation>
  </message>
  <message>
   <source>独立完成所有活动</source>
   <translation>everything alone</translation>
  </message>
  <message>
   <source>猜疑</source>
   <translation>suspicious</translation>
  </message>
  <message>
   <source>现住址</source>
   <translation>Current address</translation>
  </message>
  <message>
   <source>甘油三酯</source>
   <translation>triglycerides</translation>
  </message>
  <message>
   <source>生产、运输设备操作人员及有关人员</source>
   <translation>Production and transport operators</translation>
  </message>
  <message>
   <source>生效日期</source>
   <translation>starts on</translation>
  </message>
  <message>
   <source>生活习惯及注意事项</source>
   <translation>habits and precautions</translation>
  </message>
  <message>
   <source>生活劳动能力</source>
   <translation>daily living and work</translation>
  </message>
  <message>
   <source>用恢复码打开</source>
   <translation>Opened with the recovery code</translation>
  </message>
  <message>
   <source>用法</source>
   <translation>Directions</translation>
  </message>
  <message>
   <source>用法1</source>
   <translation>Dosage 1</translation>
  </message>
  <message>
   <source>用法2</source>
   <translation>Dosage 2</translation>
  </message>
  <message>
   <source>用法3</source>
   <translation>Dosage 3</translation>
  </message>
  <message>
   <source>用法4</source>
   <translation>Dosage 4</translation>
  </message>
  <message>
   <source>用法和用量</source>
   <translation>Directions and dose</translation>
  </message>
  <message>
   <source>用药依从性</source>
   <translation>taking medicines</translation>
  </message>
  <message>
   <source>用药情况</source>
   <translation>Medicines</translation>
  </message>
  <message>
   <source>用药指导</source>
   <translation>advice on medicines</translation>
  </message>
  <message>
   <source>用药时间</source>
   <translation>taken for</translation>
  </message>
  <message>
   <source>用量</source>
   <translation>dose</translation>
  </message>
  <message>
   <source>甲床紫绀</source>
   <translation>blue nails</translation>
  </message>
  <message>
   <source>甲方机构</source>
   <translation>organisation</translation>
  </message>
  <message>
   <source>电子档案规范率</source>
   <translation>Records complete</translation>
  </message>
  <message>
   <source>电话</source>
   <translation>Phone</translation>
  </message>
  <message>
   <source>电话随访</source>
   <translation>visit by telephone</translation>
  </message>
  <message>
   <source>男</source>
   <translation>Male</translation>
  </message>
  <message>
   <source>疑似重复</source>
   <translation>Likely duplicates</translation>
  </message>
  <message>
   <source>疫苗接种</source>
   <translation>vaccination</translation>
  </message>
  <message>
   <source>疱疹</source>
   <translation>herpes</translation>
  </message>
  <message>
   <source>疾病</source>
   <translation>Disease</translation>
  </message>
  <message>
   <source>疾病代码</source>
   <translation>Disease code</translation>
  </message>
  <message>
   <source>疾病名称</source>
   <translation>Disease name</translation>
  </message>
  <message>
   <source>病历资料</source>
   <translation>Record pack</translation>
  </message>
  <message>
   <source>病情不宜</source>
   <translation>condition does not allow</translation>
  </message>
  <message>
   <source>病案号</source>
   <translation>Medical record no.</translation>
  </message>
  <message>
   <source>病种</source>
   <translation>Condition</translation>
  </message>
  <message>
   <source>病种目录</source>
   <translation>List of own diseases</translation>
  </message>
  <message>
   <source>症状</source>
   <translation>Symptoms</translation>
  </message>
  <message>
   <source>症状·其他</source>
   <translation>Symptoms, other</translation>
  </message>
  <message>
   <source>症状及体征</source>
   <translation>symptoms and signs</translation>
  </message>
  <message>
   <source>症状及体征·其他</source>
   <translation>symptoms and signs: other</translation>
  </message>
  <message>
   <source>痊愈</source>
   <translation>recovered</translation>
  </message>
  <message>
   <source>痰菌情况</source>
   <translation>sputum bacteria</translation>
  </message>
  <message>
   <source>登录</source>
   <translation>Login</translation>
  </message>
  <message>
   <source>登录和锁定</source>
   <translation>Login and lock</translation>
  </message>
  <message>
   <source>登录失败</source>
   <translation>Failed login</translation>
  </message>
  <message>
   <source>登记日期</source>
   <translation>Registration date</translation>
  </message>
  <message>
   <source>登记来源</source>
   <translation>Registration source</translation>
  </message>
  <message>
   <source>登记账户</source>
   <translation>Account registered</translation>
  </message>
  <message>
   <source>白内障</source>
   <translation>cataract</translation>
  </message>
  <message>
   <source>白细胞</source>
   <translation>white cells</translation>
  </message>
  <message>
   <source>白蛋白</source>
   <translation>albumin</translation>
  </message>
  <message>
   <source>白酒</source>
   <translation>baijiu</translation>
  </message>
  <message>
   <source>皮肤</source>
   <translation>skin</translation>
  </message>
  <message>
   <source>皮肤·其他</source>
   <translation>skin: other</translation>
  </message>
  <message>
   <source>皮肤潮红</source>
   <translation>Flushed skin</translation>
  </message>
  <message>
   <source>皮肤瘙痒、皮疹</source>
   <translation>itching, rash</translation>
  </message>
  <message>
   <source>皲裂</source>
   <translation>chapped</translation>
  </message>
  <message>
   <source>监护人</source>
   <translation>guardian</translation>
  </message>
  <message>
   <source>监护人住址</source>
   <translation>guardian's address</translation>
  </message>
  <message>
   <source>监护人姓名</source>
   <translation>guardian's name</translation>
  </message>
  <message>
   <source>监护人电话</source>
   <translation>guardian's phone</translation>
  </message>
  <message>
   <source>盟外占比</source>
   <translation>Outside share</translation>
  </message>
  <message>
   <source>盟外结果</source>
   <translation>Outcome outside the alliance</translation>
  </message>
  <message>
   <source>目前情况</source>
   <translation>Present condition</translation>
  </message>
  <message>
   <source>目前正在住院</source>
   <translation>admitted now</translation>
  </message>
  <message>
   <source>目前症状</source>
   <translation>present symptoms</translation>
  </message>
  <message>
   <source>目前症状·其他</source>
   <translation>present symptoms: other</translation>
  </message>
  <message>
   <source>目前诊断</source>
   <translation>present diagnosis</translation>
  </message>
  <message>
   <source>看电源和连接线；换了打印机就在打印机设置里改</source>
   <translation>Look at power and cable; after a change of printer change it in the printer settings</translation>
  </message>
  <message>
   <source>看脸：口角歪斜、面部不对称</source>
   <translation>Face: corner of the mouth hangs, not symmetric</translation>
  </message>
  <message>
   <source>眼底</source>
   <translation>fundus</translation>
  </message>
  <message>
   <source>眼底·其他</source>
   <translation>fundus: other</translation>
  </message>
  <message>
   <source>眼痛</source>
   <translation>Eye pain</translation>
  </message>
  <message>
   <source>眼花</source>
   <translation>blurred vision</translation>
  </message>
  <message>
   <source>眼花耳鸣</source>
   <translation>Blurred vision, tinnitus</translation>
  </message>
  <message>
   <source>眼部疾病</source>
   <translation>eye disease</translation>
  </message>
  <message>
   <source>眼部疾病·其他</source>
   <translation>eye disease: other</translation>
  </message>
  <message>
   <source>睡眠情况</source>
   <translation>sleep</translation>
  </message>
  <message>
   <source>督导人员</source>
   <translation>supervisor</translation>
  </message>
  <message>
   <source>督导人员问一次</source>
   <translation>The supervisor is asked once</translation>
  </message>
  <message>
   <source>知情同意</source>
   <translation>Informed consent</translation>
  </message>
  <message>
   <source>知情同意签字</source>
   <translation>consent signed by</translation>
  </message>
  <message>
   <source>矫正视力右眼</source>
   <translation>corrected vision, right</translation>
  </message>
  <message>
   <source>矫正视力左眼</source>
   <translation>corrected vision, left</translation>
  </message>
  <message>
   <source>短暂性脑缺血发作</source>
   <translation>transient ischaemic attack</translation>
  </message>
  <message>
   <source>研究生</source>
   <translation>Postgraduate</translation>
  </message>
  <message>
   <source>确诊医院</source>
   <translation>diagnosed at</translation>
  </message>
  <message>
   <source>确诊日期</source>
   <translation>diagnosed on</translation>
  </message>
  <message>
   <source>确诊时间</source>
   <translation>Diagnosed</translation>
  </message>
  <message>
   <source>磁盘</source>
   <translation>Disk</translation>
  </message>
  <message>
   <source>磁盘快满了，只剩 {megabytes} MB</source>
   <translation>The disk is nearly full, only {megabytes} MB left</translation>
  </message>
  <message>
   <source>磺胺</source>
   <translation>Sulfonamides</translation>
  </message>
  <message>
   <source>社会交往</source>
   <translation>social contact</translation>
  </message>
  <message>
   <source>社会功能·个人生活料理</source>
   <translation>function: self-care</translation>
  </message>
  <message>
   <source>社会功能·学习能力</source>
   <translation>function: learning</translation>
  </message>
  <message>
   <source>社会功能·家务劳动</source>
   <translation>function: housework</translation>
  </message>
  <message>
   <source>社会功能·生产劳动及工作</source>
   <translation>function: work</translation>
  </message>
  <message>
   <source>社会功能·社会人际交往</source>
   <translation>function: social contact</translation>
  </message>
  <message>
   <source>祖父母</source>
   <translation>Grandparent</translation>
  </message>
  <message>
   <source>神经系统疾病</source>
   <translation>nervous disease</translation>
  </message>
  <message>
   <source>神经系统疾病·其他</source>
   <translation>nervous disease: other</translation>
  </message>
  <message>
   <source>离婚</source>
   <translation>Divorced</translation>
  </message>
  <message>
   <source>离开时间</source>
   <translation>Time of leaving</translation>
  </message>
  <message>
   <source>离线期限</source>
   <translation>Offline limit</translation>
  </message>
  <message>
   <source>离线期限已到</source>
   <translation>Offline period ended</translation>
  </message>
  <message>
   <source>禽畜栏</source>
   <translation>Livestock pen</translation>
  </message>
  <message>
   <source>禽畜栏 1 单设 2 室内 3 室外 4 无</source>
   <translation>Livestock pen: 1 apart, 2 indoors, 3 outdoors, 4 none</translation>
  </message>
  <message>
   <source>种类</source>
   <translation>Type</translation>
  </message>
  <message>
   <source>科室</source>
   <translation>Department</translation>
  </message>
  <message>
   <source>科室代码</source>
   <translation>Department code</translation>
  </message>
  <message>
   <source>科室名称</source>
   <translation>Department name</translation>
  </message>
  <message>
   <source>移动性浊音</source>
   <translation>shifting dullness</translation>
  </message>
  <message>
   <source>移动性浊音·其他</source>
   <translation>shifting dullness: other</translation>
  </message>
  <message>
   <source>程序错误</source>
   <translation>Program errors</translation>
  </message>
  <message>
   <source>稍后会再试；一直传不上去就打包日志</source>
   <translation>It is tried again later; if that never works pack the logs</translation>
  </message>
  <message>
   <source>稳定</source>
   <translation>stable</translation>
  </message>
  <message>
   <source>稳定期低风险</source>
   <translation>stable, low risk</translation>
  </message>
  <message>
   <source>稳定期高风险</source>
   <translation>stable, high risk</translation>
  </message>
  <message>
   <source>空床</source>
   <translation>Free beds</translation>
  </message>
  <message>
   <source>空床数</source>
   <translation>Free beds</translation>
  </message>
  <message>
   <source>空腹血糖</source>
   <translation>Fasting glucose</translation>
  </message>
  <message>
   <source>空腹血糖值</source>
   <translation>Fasting glucose</translation>
  </message>
  <message>
   <source>穿衣</source>
   <translation>dressing</translation>
  </message>
  <message>
   <source>穿衣裤、袜子、鞋子等活动</source>
   <translation>clothes, socks, shoes</translation>
  </message>
  <message>
   <source>突发言语障碍和/或肢体瘫痪</source>
   <translation>Sudden trouble speaking and/or paralysis</translation>
  </message>
  <message>
   <source>突发言语障碍和/或肢体瘫痪（HN-12）</source>
   <translation>Sudden trouble speaking and/or paralysis (HN-12)</translation>
  </message>
  <message>
   <source>站立、室内行走、上下楼梯、户外活动</source>
   <translation>standing, walking indoors, stairs, outdoors</translation>
  </message>
  <message>
   <source>第二人确认</source>
   <translation>Second person</translation>
  </message>
  <message>
   <source>第二处上次备份 {day}</source>
   <translation>Last backup at the second place {day}</translation>
  </message>
  <message>
   <source>第二处备份</source>
   <translation>Second backup place</translation>
  </message>
  <message>
   <source>第二处已经 {days} 天没有新备份，上次 {day}</source>
   <translation>No new backup at the second place for {days} days, the last on {day}</translation>
  </message>
  <message>
   <source>第二处现在没有接上，或还没有备份</source>
   <translation>The second place is not connected, or has no backup yet</translation>
  </message>
  <message>
   <source>等着开始</source>
   <translation>Waiting to begin</translation>
  </message>
  <message>
   <source>签名人电话</source>
   <translation>Phone of the signer</translation>
  </message>
  <message>
   <source>签字人</source>
   <translation>signed by</translation>
  </message>
  <message>
   <source>签字或电话核实率</source>
   <translation>Signed or checked by telephone</translation>
  </message>
  <message>
   <source>签字时间</source>
   <translation>signed on</translation>
  </message>
  <message>
   <source>签约</source>
   <translation>Contract</translation>
  </message>
  <message>
   <source>签约到期续签</source>
   <translation>contract to renew</translation>
  </message>
  <message>
   <source>签约医生</source>
   <translation>contract doctor</translation>
  </message>
  <message>
   <source>签约协议</source>
   <translation>contract</translation>
  </message>
  <message>
   <source>签约服务人口数</source>
   <translation>Population for contracts</translation>
  </message>
  <message>
   <source>签约服务覆盖率</source>
   <translation>Contract coverage</translation>
  </message>
  <message>
   <source>签约服务费</source>
   <translation>contract fee</translation>
  </message>
  <message>
   <source>签约要有居民签字或电话核实</source>
   <translation>a contract needs the resident's signature or a call</translation>
  </message>
  <message>
   <source>签订日期</source>
   <translation>signed on</translation>
  </message>
  <message>
   <source>简易智力状态检查总分</source>
   <translation>MMSE score</translation>
  </message>
  <message>
   <source>简易棚厕</source>
   <translation>Simple latrine</translation>
  </message>
  <message>
   <source>管理员</source>
   <translation>Administrator</translation>
  </message>
  <message>
   <source>管理员登录</source>
   <translation>Administrator's login</translation>
  </message>
  <message>
   <source>管理员登录失败</source>
   <translation>Administrator's failed login</translation>
  </message>
  <message>
   <source>管理员退出</source>
   <translation>Administrator's logout</translation>
  </message>
  <message>
   <source>管理导出</source>
   <translation>Export</translation>
  </message>
  <message>
   <source>管理等级</source>
   <translation>management grade</translation>
  </message>
  <message>
   <source>类别</source>
   <translation>Kind</translation>
  </message>
  <message>
   <source>类型</source>
   <translation>Type</translation>
  </message>
  <message>
   <source>粉尘</source>
   <translation>dust</translation>
  </message>
  <message>
   <source>粉尘防护措施</source>
   <translation>protection against dust</translation>
  </message>
  <message>
   <source>粉尘防护措施·其他</source>
   <translation>protection against dust: other</translation>
  </message>
  <message>
   <source>粗筛阳性</source>
   <translation>screening positive</translation>
  </message>
  <message>
   <source>粗筛阴性</source>
   <translation>screening negative</translation>
  </message>
  <message>
   <source>精准转诊占比</source>
   <translation>Precise referral share</translation>
  </message>
  <message>
   <source>精神残疾</source>
   <translation>Mental</translation>
  </message>
  <message>
   <source>精神疾病相关并发症</source>
   <translation>complication of mental disease</translation>
  </message>
  <message>
   <source>精神障碍</source>
   <translation>Mental disorder</translation>
  </message>
  <message>
   <source>糖化血红蛋白</source>
   <translation>HbA1c</translation>
  </message>
  <message>
   <source>糖化血红蛋白检查日期</source>
   <translation>HbA1c date</translation>
  </message>
  <message>
   <source>糖尿病</source>
   <translation>Diabetes</translation>
  </message>
  <message>
   <source>糖尿病患者必查</source>
   <translation>required for diabetics</translation>
  </message>
  <message>
   <source>糖尿病肾病</source>
   <translation>diabetic nephropathy</translation>
  </message>
  <message>
   <source>糖尿病随访</source>
   <translation>Diabetes follow-up</translation>
  </message>
  <message>
   <source>系统没有钥匙库，数据钥匙的一半存成文件，在用户的配置文件夹里</source>
   <translation>The system has no key store; half of the data key is a file in the user's configuration folder</translation>
  </message>
  <message>
   <source>系统里现在没有：{names}</source>
   <translation>The system does not have now: {names}</translation>
  </message>
  <message>
   <source>素食为主</source>
   <translation>mostly vegetables</translation>
  </message>
  <message>
   <source>紧急</source>
   <translation>Urgent</translation>
  </message>
  <message>
   <source>紧急程度</source>
   <translation>Urgency</translation>
  </message>
  <message>
   <source>红润</source>
   <translation>rosy</translation>
  </message>
  <message>
   <source>红酒</source>
   <translation>red wine</translation>
  </message>
  <message>
   <source>级别</source>
   <translation>Level</translation>
  </message>
  <message>
   <source>纳入慢性病患者健康管理</source>
   <translation>into chronic disease management</translation>
  </message>
  <message>
   <source>练习</source>
   <translation>Practice</translation>
  </message>
  <message>
   <source>组</source>
   <translation>Group</translation>
  </message>
  <message>
   <source>经净化过滤的水</source>
   <translation>Purified water</translation>
  </message>
  <message>
   <source>经办人</source>
   <translation>Handled by</translation>
  </message>
  <message>
   <source>经办机构</source>
   <translation>Handling organisation</translation>
  </message>
  <message>
   <source>经常</source>
   <translation>often</translation>
  </message>
  <message>
   <source>经常失禁，在很多提示和协助下尚能如厕或使用便具</source>
   <translation>often incontinent, manages with much help</translation>
  </message>
  <message>
   <source>经济状况</source>
   <translation>economic state</translation>
  </message>
  <message>
   <source>结合胆红素</source>
   <translation>direct bilirubin</translation>
  </message>
  <message>
   <source>结束时间</source>
   <translation>Ends</translation>
  </message>
  <message>
   <source>结果</source>
   <translation>Outcome</translation>
  </message>
  <message>
   <source>结果互认</source>
   <translation>Results recognised</translation>
  </message>
  <message>
   <source>结核病</source>
   <translation>Tuberculosis</translation>
  </message>
  <message>
   <source>给出续期码</source>
   <translation>Renewal code given</translation>
  </message>
  <message>
   <source>给电脑设登录密码，最好打开磁盘加密；不影响使用</source>
   <translation>Give the computer a login password and best turn on disk encryption; working is not affected</translation>
  </message>
  <message>
   <source>绝对不齐</source>
   <translation>absolutely irregular</translation>
  </message>
  <message>
   <source>统筹区外</source>
   <translation>Outside the pooling area</translation>
  </message>
  <message>
   <source>统计日期</source>
   <translation>Counted on</translation>
  </message>
  <message>
   <source>续期</source>
   <translation>Renewed</translation>
  </message>
  <message>
   <source>续签</source>
   <translation>Renew</translation>
  </message>
  <message>
   <source>续约率</source>
   <translation>Contracts renewed</translation>
  </message>
  <message>
   <source>续药</source>
   <translation>refill</translation>
  </message>
  <message>
   <source>综合评估分组</source>
   <translation>combined group</translation>
  </message>
  <message>
   <source>缺血性卒中</source>
   <translation>ischaemic stroke</translation>
  </message>
  <message>
   <source>缺齿</source>
   <translation>missing teeth</translation>
  </message>
  <message>
   <source>罗音</source>
   <translation>rales</translation>
  </message>
  <message>
   <source>罗音·其他</source>
   <translation>rales: other</translation>
  </message>
  <message>
   <source>老年人</source>
   <translation>Elderly</translation>
  </message>
  <message>
   <source>老年人健康状态自我评估</source>
   <translation>elderly: own health</translation>
  </message>
  <message>
   <source>老年人健康管理率</source>
   <translation>Elderly: managed</translation>
  </message>
  <message>
   <source>老年人情感状态</source>
   <translation>elderly: mood</translation>
  </message>
  <message>
   <source>老年人抑郁评分检查总分</source>
   <translation>depression score</translation>
  </message>
  <message>
   <source>老年人生活自理能力自我评估</source>
   <translation>elderly: self-care</translation>
  </message>
  <message>
   <source>老年人自理评估</source>
   <translation>self-care assessment of the elderly</translation>
  </message>
  <message>
   <source>老年人认知功能</source>
   <translation>elderly: cognition</translation>
  </message>
  <message>
   <source>耐药</source>
   <translation>resistant</translation>
  </message>
  <message>
   <source>耐药情况</source>
   <translation>drug resistance</translation>
  </message>
  <message>
   <source>耳鸣</source>
   <translation>ringing ears</translation>
  </message>
  <message>
   <source>耳鸣、听力下降</source>
   <translation>ringing ears, hearing loss</translation>
  </message>
  <message>
   <source>职业</source>
   <translation>Occupation</translation>
  </message>
  <message>
   <source>职业从1起编（9 无职业）</source>
   <translation>Occupations counted from 1 (9 none)</translation>
  </message>
  <message>
   <source>职业病</source>
   <translation>Occupational disease</translation>
  </message>
  <message>
   <source>职业病危害因素接触史</source>
   <translation>occupational hazards</translation>
  </message>
  <message>
   <source>职业训练</source>
   <translation>vocational training</translation>
  </message>
  <message>
   <source>联系不上</source>
   <translation>Could not be reached</translation>
  </message>
  <message>
   <source>联系不上家属</source>
   <translation>family not reached</translation>
  </message>
  <message>
   <source>联系与结果</source>
   <translation>Contacts and outcomes</translation>
  </message>
  <message>
   <source>联系人</source>
   <translation>Contact</translation>
  </message>
  <message>
   <source>联系人姓名</source>
   <translation>Contact name</translation>
  </message>
  <message>
   <source>联系人电话</source>
   <translation>Contact phone</translation>
  </message>
  <message>
   <source>联系成功率</source>
   <translation>Attempts that reached</translation>
  </message>
  <message>
   <source>联系时拒绝</source>
   <translation>Refused when contacted</translation>
  </message>
  <message>
   <source>联系电话</source>
   <translation>Phone</translation>
  </message>
  <message>
   <source>联系记录</source>
   <translation>contact attempt</translation>
  </message>
  <message>
   <source>联网</source>
   <translation>Network</translation>
  </message>
  <message>
   <source>联网同步一次就知道</source>
   <translation>A sync will tell</translation>
  </message>
  <message>
   <source>联网同步一次，或用U盘接力带回回执</source>
   <translation>Sync over the network once, or bring the answer back on a relay stick</translation>
  </message>
  <message>
   <source>肇事</source>
   <translation>offence</translation>
  </message>
  <message>
   <source>肇祸</source>
   <translation>crime</translation>
  </message>
  <message>
   <source>肛门指诊</source>
   <translation>rectal examination</translation>
  </message>
  <message>
   <source>肛门指诊·其他</source>
   <translation>rectal examination: other</translation>
  </message>
  <message>
   <source>肝大</source>
   <translation>enlarged liver</translation>
  </message>
  <message>
   <source>肝大·其他</source>
   <translation>enlarged liver: other</translation>
  </message>
  <message>
   <source>肝炎</source>
   <translation>Hepatitis</translation>
  </message>
  <message>
   <source>肢体残疾</source>
   <translation>Physical</translation>
  </message>
  <message>
   <source>肺康复指导</source>
   <translation>pulmonary rehabilitation guidance</translation>
  </message>
  <message>
   <source>肺炎</source>
   <translation>Pneumonia</translation>
  </message>
  <message>
   <source>肺炎疫苗</source>
   <translation>pneumonia vaccine</translation>
  </message>
  <message>
   <source>肺结核</source>
   <translation>Tuberculosis</translation>
  </message>
  <message>
   <source>肺结核患者管理率</source>
   <translation>Tuberculosis: managed</translation>
  </message>
  <message>
   <source>肺结核患者规则服药率</source>
   <translation>Tuberculosis: doses regular</translation>
  </message>
  <message>
   <source>肺结核治疗疗程</source>
   <translation>course of treatment</translation>
  </message>
  <message>
   <source>肺结核第一次入户</source>
   <translation>tuberculosis, first home visit</translation>
  </message>
  <message>
   <source>肺结核问漏服几次，不是依从性，单独问</source>
   <translation>Tuberculosis asks how many doses were missed, not adherence: asked by itself</translation>
  </message>
  <message>
   <source>肺结核随访</source>
   <translation>tuberculosis follow-up</translation>
  </message>
  <message>
   <source>肺部啰音</source>
   <translation>lung rales</translation>
  </message>
  <message>
   <source>肾功能衰竭</source>
   <translation>kidney failure</translation>
  </message>
  <message>
   <source>肾脏疾病</source>
   <translation>kidney disease</translation>
  </message>
  <message>
   <source>肾脏疾病·其他</source>
   <translation>kidney disease: other</translation>
  </message>
  <message>
   <source>肿瘤</source>
   <translation>tumour</translation>
  </message>
  <message>
   <source>胰岛素</source>
   <translation>Insulin</translation>
  </message>
  <message>
   <source>胸痛</source>
   <translation>chest pain</translation>
  </message>
  <message>
   <source>胸痛消瘦</source>
   <translation>chest pain, wasting</translation>
  </message>
  <message>
   <source>胸部X线片</source>
   <translation>chest X-ray</translation>
  </message>
  <message>
   <source>胸部X线片·其他</source>
   <translation>chest X-ray: other</translation>
  </message>
  <message>
   <source>胸闷</source>
   <translation>Chest tightness</translation>
  </message>
  <message>
   <source>胸闷胸痛持续10分钟以上伴大汗</source>
   <translation>Chest tightness or pain for over 10 minutes with heavy sweating</translation>
  </message>
  <message>
   <source>胸闷胸痛持续10分钟以上伴大汗（HN-12）</source>
   <translation>Chest tightness or pain for over 10 minutes with heavy sweating (HN-12)</translation>
  </message>
  <message>
   <source>能独立地洗头、梳头、洗脸、刷牙、剃须等；洗澡需要协助</source>
   <translation>grooms alone; needs help with bathing</translation>
  </message>
  <message>
   <source>脉率</source>
   <translation>pulse rate</translation>
  </message>
  <message>
   <source>脑出血</source>
   <translation>cerebral haemorrhage</translation>
  </message>
  <message>
   <source>脑卒中</source>
   <translation>Stroke</translation>
  </message>
  <message>
   <source>脑血管疾病</source>
   <translation>cerebrovascular disease</translation>
  </message>
  <message>
   <source>脑血管疾病·其他</source>
   <translation>cerebrovascular disease: other</translation>
  </message>
  <message>
   <source>脑血管病</source>
   <translation>cerebrovascular disease</translation>
  </message>
  <message>
   <source>脱贫人口</source>
   <translation>lifted out of poverty</translation>
  </message>
  <message>
   <source>脾大</source>
   <translation>enlarged spleen</translation>
  </message>
  <message>
   <source>脾大·其他</source>
   <translation>enlarged spleen: other</translation>
  </message>
  <message>
   <source>腋窝</source>
   <translation>armpit</translation>
  </message>
  <message>
   <source>腰围</source>
   <translation>Waist</translation>
  </message>
  <message>
   <source>腹泻</source>
   <translation>diarrhoea</translation>
  </message>
  <message>
   <source>腹部B超</source>
   <translation>abdominal ultrasound</translation>
  </message>
  <message>
   <source>腹部B超·其他</source>
   <translation>abdominal ultrasound: other</translation>
  </message>
  <message>
   <source>腹部包块</source>
   <translation>abdominal mass</translation>
  </message>
  <message>
   <source>腹部包块·其他</source>
   <translation>abdominal mass: other</translation>
  </message>
  <message>
   <source>腹部压痛</source>
   <translation>abdominal tenderness</translation>
  </message>
  <message>
   <source>腹部压痛·其他</source>
   <translation>abdominal tenderness: other</translation>
  </message>
  <message>
   <source>自伤</source>
   <translation>self-harm</translation>
  </message>
  <message>
   <source>自动计算</source>
   <translation>Automatic</translation>
  </message>
  <message>
   <source>自服药</source>
   <translation>by the patient</translation>
  </message>
  <message>
   <source>自杀</source>
   <translation>suicide</translation>
  </message>
  <message>
   <source>自杀未遂</source>
   <translation>attempted suicide</translation>
  </message>
  <message>
   <source>自来水</source>
   <translation>Tap water</translation>
  </message>
  <message>
   <source>自理能力总分</source>
   <translation>self-care score</translation>
  </message>
  <message>
   <source>自理能力等级</source>
   <translation>self-care grade</translation>
  </message>
  <message>
   <source>自知力</source>
   <translation>insight</translation>
  </message>
  <message>
   <source>自知力不全</source>
   <translation>partial insight</translation>
  </message>
  <message>
   <source>自知力完全</source>
   <translation>full insight</translation>
  </message>
  <message>
   <source>自知力缺失</source>
   <translation>no insight</translation>
  </message>
  <message>
   <source>自行前往</source>
   <translation>Goes by oneself</translation>
  </message>
  <message>
   <source>自语自笑</source>
   <translation>talks and laughs alone</translation>
  </message>
  <message>
   <source>舒张压</source>
   <translation>Diastolic</translation>
  </message>
  <message>
   <source>良好</source>
   <translation>Good</translation>
  </message>
  <message>
   <source>色素沉着</source>
   <translation>pigmented</translation>
  </message>
  <message>
   <source>苍白</source>
   <translation>pale</translation>
  </message>
  <message>
   <source>荤素均衡</source>
   <translation>balanced</translation>
  </message>
  <message>
   <source>荤食为主</source>
   <translation>mostly meat</translation>
  </message>
  <message>
   <source>药品剂型</source>
   <translation>form of the medicines</translation>
  </message>
  <message>
   <source>药已用完</source>
   <translation>medicines used up</translation>
  </message>
  <message>
   <source>药物</source>
   <translation>Drug</translation>
  </message>
  <message>
   <source>药物不良反应</source>
   <translation>Adverse drug reaction</translation>
  </message>
  <message>
   <source>药物不良反应·其他</source>
   <translation>Adverse drug reaction, other</translation>
  </message>
  <message>
   <source>药物不良反应难以控制</source>
   <translation>Adverse reaction that cannot be managed</translation>
  </message>
  <message>
   <source>药物不良反应难以控制（D-09）</source>
   <translation>Adverse reaction that cannot be managed (D-09)</translation>
  </message>
  <message>
   <source>药物不良反应难以控制（H-11）</source>
   <translation>Adverse reaction that cannot be managed (H-11)</translation>
  </message>
  <message>
   <source>药物名称</source>
   <translation>Drug name</translation>
  </message>
  <message>
   <source>药物名称1</source>
   <translation>Medicine 1</translation>
  </message>
  <message>
   <source>药物名称2</source>
   <translation>Medicine 2</translation>
  </message>
  <message>
   <source>药物名称3</source>
   <translation>Medicine 3</translation>
  </message>
  <message>
   <source>药物名称4</source>
   <translation>Medicine 4</translation>
  </message>
  <message>
   <source>药物过敏</source>
   <translation>Drug allergy</translation>
  </message>
  <message>
   <source>药物过敏史</source>
   <translation>Drug allergies</translation>
  </message>
  <message>
   <source>药物过敏史·其他</source>
   <translation>Drug allergies, other</translation>
  </message>
  <message>
   <source>蛛网膜下腔出血</source>
   <translation>subarachnoid haemorrhage</translation>
  </message>
  <message>
   <source>血压尾数为0</source>
   <translation>Pressures ending in 0</translation>
  </message>
  <message>
   <source>血压控制率（临床目标）</source>
   <translation>Pressure on clinical target</translation>
  </message>
  <message>
   <source>血压控制率（考核目标）</source>
   <translation>Pressure on assessment target</translation>
  </message>
  <message>
   <source>血型</source>
   <translation>Blood group</translation>
  </message>
  <message>
   <source>血型ABO</source>
   <translation>Blood group ABO</translation>
  </message>
  <message>
   <source>血型RH</source>
   <translation>Blood group Rh</translation>
  </message>
  <message>
   <source>血小板</source>
   <translation>platelets</translation>
  </message>
  <message>
   <source>血尿素</source>
   <translation>urea</translation>
  </message>
  <message>
   <source>血常规其他</source>
   <translation>blood count, other</translation>
  </message>
  <message>
   <source>血氧饱和度</source>
   <translation>oxygen saturation</translation>
  </message>
  <message>
   <source>血清低密度脂蛋白胆固醇</source>
   <translation>LDL cholesterol</translation>
  </message>
  <message>
   <source>血清肌酐</source>
   <translation>creatinine</translation>
  </message>
  <message>
   <source>血清谷丙转氨酶</source>
   <translation>ALT</translation>
  </message>
  <message>
   <source>血清谷草转氨酶</source>
   <translation>AST</translation>
  </message>
  <message>
   <source>血清高密度脂蛋白胆固醇</source>
   <translation>HDL cholesterol</translation>
  </message>
  <message>
   <source>血管疾病</source>
   <translation>vascular disease</translation>
  </message>
  <message>
   <source>血管疾病·其他</source>
   <translation>vascular disease: other</translation>
  </message>
  <message>
   <source>血糖</source>
   <translation>Blood glucose</translation>
  </message>
  <message>
   <source>血糖≥16.7或≤3.9 mmol/L</source>
   <translation>Glucose ≥16.7 or ≤3.9 mmol/L</translation>
  </message>
  <message>
   <source>血糖≥16.7或≤3.9 mmol/L（D-04）</source>
   <translation>Glucose ≥16.7 or ≤3.9 mmol/L (D-04)</translation>
  </message>
  <message>
   <source>血糖控制率（临床目标）</source>
   <translation>Glucose on clinical target</translation>
  </message>
  <message>
   <source>血糖控制率（考核目标）</source>
   <translation>Glucose on assessment target</translation>
  </message>
  <message>
   <source>血红蛋白</source>
   <translation>haemoglobin</translation>
  </message>
  <message>
   <source>血钠浓度</source>
   <translation>sodium</translation>
  </message>
  <message>
   <source>血钾浓度</source>
   <translation>potassium</translation>
  </message>
  <message>
   <source>行为</source>
   <translation>act</translation>
  </message>
  <message>
   <source>行为怪异</source>
   <translation>strange behaviour</translation>
  </message>
  <message>
   <source>行政区划代码</source>
   <translation>Area code</translation>
  </message>
  <message>
   <source>补充内容</source>
   <translation>Supplement</translation>
  </message>
  <message>
   <source>补充转诊单</source>
   <translation>Complete the referral</translation>
  </message>
  <message>
   <source>补打</source>
   <translation>Printed again</translation>
  </message>
  <message>
   <source>表上划√，无数字代码</source>
   <translation>Ticked on the form, no numeric code</translation>
  </message>
  <message>
   <source>表单版本</source>
   <translation>form edition</translation>
  </message>
  <message>
   <source>表示意见的人</source>
   <translation>Who gave the word</translation>
  </message>
  <message>
   <source>要校正位置、用A5或连续纸，在打印机设置里加一台</source>
   <translation>To align, or to use A5 or continuous paper, add a printer in the printer settings</translation>
  </message>
  <message>
   <source>规则 P-09</source>
   <translation>rule P-09</translation>
  </message>
  <message>
   <source>规则 P-09 问的是“严重”，表上的“有”不等于严重</source>
   <translation>rule P-09 asks for "severe"; "yes" on the form does not mean severe</translation>
  </message>
  <message>
   <source>规则 T-06：家属督导者此期每10天随访一次</source>
   <translation>rule T-06: with family supervision every 10 days in this phase</translation>
  </message>
  <message>
   <source>规则建议</source>
   <translation>Rules' proposal</translation>
  </message>
  <message>
   <source>规则建议的分类</source>
   <translation>Rules' classification</translation>
  </message>
  <message>
   <source>规则建议的管理等级</source>
   <translation>grade proposed by the rules</translation>
  </message>
  <message>
   <source>规则版本</source>
   <translation>Rule version</translation>
  </message>
  <message>
   <source>规则的转诊建议</source>
   <translation>Rules' referral proposal</translation>
  </message>
  <message>
   <source>规律</source>
   <translation>Regular</translation>
  </message>
  <message>
   <source>视乳头水肿</source>
   <translation>papilloedema</translation>
  </message>
  <message>
   <source>视力右眼</source>
   <translation>vision, right</translation>
  </message>
  <message>
   <source>视力左眼</source>
   <translation>vision, left</translation>
  </message>
  <message>
   <source>视力模糊</source>
   <translation>Blurred vision</translation>
  </message>
  <message>
   <source>视力残疾</source>
   <translation>Visual</translation>
  </message>
  <message>
   <source>视力骤降</source>
   <translation>Sudden loss of vision</translation>
  </message>
  <message>
   <source>视物模糊</source>
   <translation>blurred vision</translation>
  </message>
  <message>
   <source>视网膜出血或渗出</source>
   <translation>retinal bleeding or exudate</translation>
  </message>
  <message>
   <source>角色</source>
   <translation>Role</translation>
  </message>
  <message>
   <source>解约原因</source>
   <translation>why ended</translation>
  </message>
  <message>
   <source>解约日期</source>
   <translation>ended on</translation>
  </message>
  <message>
   <source>触及双侧对称</source>
   <translation>felt, even on both sides</translation>
  </message>
  <message>
   <source>触及右侧弱或消失</source>
   <translation>felt, right weak or absent</translation>
  </message>
  <message>
   <source>触及左侧弱或消失</source>
   <translation>felt, left weak or absent</translation>
  </message>
  <message>
   <source>触及正常</source>
   <translation>Palpable</translation>
  </message>
  <message>
   <source>触痛</source>
   <translation>tender</translation>
  </message>
  <message>
   <source>言语残疾</source>
   <translation>Speech</translation>
  </message>
  <message>
   <source>计划</source>
   <translation>planned</translation>
  </message>
  <message>
   <source>认领</source>
   <translation>Claimed</translation>
  </message>
  <message>
   <source>记下发病时间；醒来才发现的，记最后正常的时间</source>
   <translation>Note the time of onset; found on waking: when last seen well</translation>
  </message>
  <message>
   <source>记下孕周、出血量、胎动</source>
   <translation>Note week of pregnancy, bleeding, movements of the child</translation>
  </message>
  <message>
   <source>记下胸痛开始的时间</source>
   <translation>Note when the pain began</translation>
  </message>
  <message>
   <source>记录</source>
   <translation>Record</translation>
  </message>
  <message>
   <source>记录包</source>
   <translation>Record pack</translation>
  </message>
  <message>
   <source>记录日期</source>
   <translation>Recorded on</translation>
  </message>
  <message>
   <source>记录类型</source>
   <translation>Record type</translation>
  </message>
  <message>
   <source>设了 {count} 台，系统里都有</source>
   <translation>{count} set up, the system has them all</translation>
  </message>
  <message>
   <source>设备</source>
   <translation>Device</translation>
  </message>
  <message>
   <source>设备号</source>
   <translation>Device</translation>
  </message>
  <message>
   <source>设备和备份</source>
   <translation>Computer and backup</translation>
  </message>
  <message>
   <source>设备故障</source>
   <translation>meter fault</translation>
  </message>
  <message>
   <source>证件类型</source>
   <translation>Document type</translation>
  </message>
  <message>
   <source>评估</source>
   <translation>assessment</translation>
  </message>
  <message>
   <source>评估医生签名</source>
   <translation>assessing doctor</translation>
  </message>
  <message>
   <source>诊断不明，或治疗效果不好</source>
   <translation>Diagnosis unclear, or treatment does not help</translation>
  </message>
  <message>
   <source>诊断不明，或治疗效果不好（RF-02）</source>
   <translation>Diagnosis unclear, or treatment does not help (RF-02)</translation>
  </message>
  <message>
   <source>诊断明确、方案确定、血压达标且病情稳定</source>
   <translation>Diagnosis and plan clear, pressure on target and stable</translation>
  </message>
  <message>
   <source>诊断明确、方案确定、血压达标且病情稳定（HN-13）</source>
   <translation>Diagnosis and plan clear, pressure on target and stable (HN-13)</translation>
  </message>
  <message>
   <source>诊断明确、方案确定且控制平稳，并发症稳定</source>
   <translation>Diagnosis and plan clear, well controlled, complications stable</translation>
  </message>
  <message>
   <source>诊断明确、方案确定且控制平稳，并发症稳定（DN-06）</source>
   <translation>Diagnosis and plan clear, well controlled, complications stable (DN-06)</translation>
  </message>
  <message>
   <source>诊断明确，治疗方案确定，病情稳定，可在基层继续治疗</source>
   <translation>Diagnosis and plan clear, stable, can go on at the base</translation>
  </message>
  <message>
   <source>诊断明确，治疗方案确定，病情稳定，可在基层继续治疗（RF-02）</source>
   <translation>Diagnosis and plan clear, stable, can go on at the base (RF-02)</translation>
  </message>
  <message>
   <source>诊断结果</source>
   <translation>Diagnosis</translation>
  </message>
  <message>
   <source>诊断计划、治疗计划、病人指导计划</source>
   <translation>plans for diagnosis, treatment and guidance</translation>
  </message>
  <message>
   <source>试恢复</source>
   <translation>Trial restore</translation>
  </message>
  <message>
   <source>说三样物品名请其立即复述，1分钟后再复述；做不到即阳性</source>
   <translation>name three things, have them repeated at once and after a minute; failing is positive</translation>
  </message>
  <message>
   <source>说不清楚</source>
   <translation>cannot say</translation>
  </message>
  <message>
   <source>说明</source>
   <translation>Note</translation>
  </message>
  <message>
   <source>请求</source>
   <translation>Request</translation>
  </message>
  <message>
   <source>请求撤回</source>
   <translation>Withdrawal requested</translation>
  </message>
  <message>
   <source>请求检查时填：CT、磁共振、化验等</source>
   <translation>When an examination is asked for: CT, MR, laboratory …</translation>
  </message>
  <message>
   <source>读出恢复码</source>
   <translation>Recovery code read</translation>
  </message>
  <message>
   <source>读数与上次完全相同</source>
   <translation>Readings the same as last time</translation>
  </message>
  <message>
   <source>读文件</source>
   <translation>Reading the file</translation>
  </message>
  <message>
   <source>责任医生</source>
   <translation>Responsible doctor</translation>
  </message>
  <message>
   <source>账户</source>
   <translation>Accounts</translation>
  </message>
  <message>
   <source>质量查看</source>
   <translation>Quality review</translation>
  </message>
  <message>
   <source>贫困救助</source>
   <translation>Poverty relief</translation>
  </message>
  <message>
   <source>贫困，在当地贫困线标准以下</source>
   <translation>poor, below the local line</translation>
  </message>
  <message>
   <source>费用估算</source>
   <translation>Estimate of the cost</translation>
  </message>
  <message>
   <source>费用表</source>
   <translation>Cost table</translation>
  </message>
  <message>
   <source>走失</source>
   <translation>went missing</translation>
  </message>
  <message>
   <source>走访覆盖率</source>
   <translation>Households visited</translation>
  </message>
  <message>
   <source>起付线</source>
   <translation>Deductible</translation>
  </message>
  <message>
   <source>超出本机构的诊疗能力</source>
   <translation>Beyond what can be done here</translation>
  </message>
  <message>
   <source>超出本机构的诊疗能力（R-02）</source>
   <translation>Beyond what can be done here (R-02)</translation>
  </message>
  <message>
   <source>越级转诊原因</source>
   <translation>Reason for skipping a level</translation>
  </message>
  <message>
   <source>足背动脉异常侧</source>
   <translation>Dorsalis pedis, abnormal side</translation>
  </message>
  <message>
   <source>足背动脉搏动</source>
   <translation>Dorsalis pedis pulse</translation>
  </message>
  <message>
   <source>足背动脉搏动七值（侧别在代码里）</source>
   <translation>Foot pulse in seven codes (side within the code)</translation>
  </message>
  <message>
   <source>足背动脉：两张表的代码不同，两侧减弱时体检表另填</source>
   <translation>Foot pulse: the forms have different codes; weak on both sides is filled in apart on the examination form</translation>
  </message>
  <message>
   <source>足背动脉：体检表填一侧弱或消失时，随访表另填减弱还是消失</source>
   <translation>Foot pulse: weak or absent on one side at the examination leaves the follow-up to say which</translation>
  </message>
  <message>
   <source>身份不详</source>
   <translation>Identity unknown</translation>
  </message>
  <message>
   <source>身份信息</source>
   <translation>Identity</translation>
  </message>
  <message>
   <source>身份证号</source>
   <translation>ID number</translation>
  </message>
  <message>
   <source>身高</source>
   <translation>Height</translation>
  </message>
  <message>
   <source>躯体疾病</source>
   <translation>physical disease</translation>
  </message>
  <message>
   <source>车程</source>
   <translation>Drive</translation>
  </message>
  <message>
   <source>转上级</source>
   <translation>Refer higher</translation>
  </message>
  <message>
   <source>转入单位</source>
   <translation>Referred to</translation>
  </message>
  <message>
   <source>转入科室</source>
   <translation>Department</translation>
  </message>
  <message>
   <source>转入耐多药治疗</source>
   <translation>moved to multidrug-resistant treatment</translation>
  </message>
  <message>
   <source>转出单位</source>
   <translation>Referred from</translation>
  </message>
  <message>
   <source>转回单位</source>
   <translation>Returned to</translation>
  </message>
  <message>
   <source>转诊</source>
   <translation>Referrals</translation>
  </message>
  <message>
   <source>转诊专员</source>
   <translation>Referral coordinator</translation>
  </message>
  <message>
   <source>转诊医生</source>
   <translation>Referring doctor</translation>
  </message>
  <message>
   <source>转诊单</source>
   <translation>Referral slip</translation>
  </message>
  <message>
   <source>转诊单号</source>
   <translation>Slip no.</translation>
  </message>
  <message>
   <source>转诊单被退回</source>
   <translation>referral sent back</translation>
  </message>
  <message>
   <source>转诊单退回补充</source>
   <translation>Referral sent back for more</translation>
  </message>
  <message>
   <source>转诊原因</source>
   <translation>Reason for referral</translation>
  </message>
  <message>
   <source>转诊回访</source>
   <translation>visit after referral</translation>
  </message>
  <message>
   <source>转诊已回转</source>
   <translation>returned</translation>
  </message>
  <message>
   <source>转诊已回转，待随访</source>
   <translation>returned from referral, to be seen</translation>
  </message>
  <message>
   <source>转诊日期</source>
   <translation>Referral date</translation>
  </message>
  <message>
   <source>转诊时交给接收机构</source>
   <translation>Passed on to the receiving institution at a referral</translation>
  </message>
  <message>
   <source>转诊未被接收</source>
   <translation>referral not accepted</translation>
  </message>
  <message>
   <source>转诊未被接收，另作安排</source>
   <translation>Referral not accepted, arrange anew</translation>
  </message>
  <message>
   <source>转诊机构及科别</source>
   <translation>Referred to (organisation, department)</translation>
  </message>
  <message>
   <source>转诊标准</source>
   <translation>Referral criteria</translation>
  </message>
  <message>
   <source>转诊步骤</source>
   <translation>Referral step</translation>
  </message>
  <message>
   <source>转诊科别</source>
   <translation>referred to department</translation>
  </message>
  <message>
   <source>转诊闭环率</source>
   <translation>Referrals closed</translation>
  </message>
  <message>
   <source>转诊附件</source>
   <translation>Referral attachment</translation>
  </message>
  <message>
   <source>轻</source>
   <translation>Light</translation>
  </message>
  <message>
   <source>轻度依赖</source>
   <translation>slightly dependent</translation>
  </message>
  <message>
   <source>轻度滋事</source>
   <translation>minor disturbance</translation>
  </message>
  <message>
   <source>轻微</source>
   <translation>slight</translation>
  </message>
  <message>
   <source>载入名录</source>
   <translation>Directory loaded</translation>
  </message>
  <message>
   <source>较差</source>
   <translation>poor</translation>
  </message>
  <message>
   <source>辅助检查</source>
   <translation>Auxiliary examinations</translation>
  </message>
  <message>
   <source>辅助检查其他</source>
   <translation>tests, other</translation>
  </message>
  <message>
   <source>辖区村（居）委会联系人、电话</source>
   <translation>contact at the village committee, phone</translation>
  </message>
  <message>
   <source>达到临床目标</source>
   <translation>Clinical target met</translation>
  </message>
  <message>
   <source>达到考核目标</source>
   <translation>Assessment target met</translation>
  </message>
  <message>
   <source>迁出</source>
   <translation>Moved away</translation>
  </message>
  <message>
   <source>迁出名单</source>
   <translation>People who moved away</translation>
  </message>
  <message>
   <source>迁出日期</source>
   <translation>Moved away on</translation>
  </message>
  <message>
   <source>迁居他处</source>
   <translation>moved elsewhere</translation>
  </message>
  <message>
   <source>迁往</source>
   <translation>Moved to</translation>
  </message>
  <message>
   <source>迁移类型</source>
   <translation>Kind of move</translation>
  </message>
  <message>
   <source>过敏史</source>
   <translation>Allergies</translation>
  </message>
  <message>
   <source>运动功能</source>
   <translation>movement</translation>
  </message>
  <message>
   <source>运动次数</source>
   <translation>Exercise</translation>
  </message>
  <message>
   <source>运动次数·目标</source>
   <translation>Exercise, target</translation>
  </message>
  <message>
   <source>近一年内是否曾醉酒</source>
   <translation>drunk within the year</translation>
  </message>
  <message>
   <source>还可以离线工作 {days} 天</source>
   <translation>{days} more days of offline work</translation>
  </message>
  <message>
   <source>还有 {free} GB 空间，备用空间还没有留出</source>
   <translation>{free} GB of room; the reserve is not laid aside yet</translation>
  </message>
  <message>
   <source>还有 {free} GB 空间，留着备用空间</source>
   <translation>{free} GB of room, with a reserve laid aside</translation>
  </message>
  <message>
   <source>还没有从头到尾核对过</source>
   <translation>Not yet checked from end to end</translation>
  </message>
  <message>
   <source>还没有入网，记录只在本机</source>
   <translation>Not enrolled yet, the records are only on this computer</translation>
  </message>
  <message>
   <source>还没有和县平台的时钟比过</source>
   <translation>Not yet compared with the county platform's clock</translation>
  </message>
  <message>
   <source>还没有备份</source>
   <translation>No backup yet</translation>
  </message>
  <message>
   <source>还没有设打印机，打印时用系统默认的</source>
   <translation>No printer is set up; printing uses the system's default</translation>
  </message>
  <message>
   <source>这是练习数据，不联网</source>
   <translation>These are practice data, without a network</translation>
  </message>
  <message>
   <source>进餐</source>
   <translation>eating</translation>
  </message>
  <message>
   <source>远程会诊</source>
   <translation>Remote consultation</translation>
  </message>
  <message>
   <source>远程会诊和病历调阅</source>
   <translation>Remote consultations and record packs</translation>
  </message>
  <message>
   <source>连上网后按F5；没有网络就用U盘接力</source>
   <translation>Connect and press F5; without a network use a relay stick</translation>
  </message>
  <message>
   <source>连续3次未到访</source>
   <translation>did not come 3 times</translation>
  </message>
  <message>
   <source>连续{count}次未达标</source>
   <translation>{count} times off target</translation>
  </message>
  <message>
   <source>连续两次控制不满意</source>
   <translation>Not controlled twice in a row</translation>
  </message>
  <message>
   <source>连续两次控制不满意（D-09）</source>
   <translation>Not controlled twice in a row (D-09)</translation>
  </message>
  <message>
   <source>连续两次控制不满意（H-11）</source>
   <translation>Not controlled twice in a row (H-11)</translation>
  </message>
  <message>
   <source>连续门诊治疗</source>
   <translation>continuous outpatient treatment</translation>
  </message>
  <message>
   <source>迟录7天以上</source>
   <translation>Entered over 7 days late</translation>
  </message>
  <message>
   <source>退休</source>
   <translation>retired</translation>
  </message>
  <message>
   <source>退出登录</source>
   <translation>Logout</translation>
  </message>
  <message>
   <source>退回和冲突</source>
   <translation>Refused saves and conflicts</translation>
  </message>
  <message>
   <source>退回补充</source>
   <translation>Sent back for completion</translation>
  </message>
  <message>
   <source>退役</source>
   <translation>Retired</translation>
  </message>
  <message>
   <source>选了哪次保存的值、谁、何时、为什么</source>
   <translation>Whose value was chosen, by whom, when, why</translation>
  </message>
  <message>
   <source>选项见规则文件；症状不代替危急情况</source>
   <translation>Options are in the rule file; symptoms do not replace danger signs</translation>
  </message>
  <message>
   <source>逐条比对</source>
   <translation>Comparing row by row</translation>
  </message>
  <message>
   <source>途径</source>
   <translation>Path</translation>
  </message>
  <message>
   <source>通用</source>
   <translation>General</translation>
  </message>
  <message>
   <source>通知接收方时间</source>
   <translation>Time the receiver was told</translation>
  </message>
  <message>
   <source>通知管理的肺结核患者数</source>
   <translation>Tuberculosis patients notified</translation>
  </message>
  <message>
   <source>通风情况</source>
   <translation>ventilation</translation>
  </message>
  <message>
   <source>遗传病史</source>
   <translation>Genetic disease</translation>
  </message>
  <message>
   <source>遗传病史·其他</source>
   <translation>Genetic disease, other</translation>
  </message>
  <message>
   <source>遵医行为</source>
   <translation>Following advice</translation>
  </message>
  <message>
   <source>部分撤销</source>
   <translation>Partly undone</translation>
  </message>
  <message>
   <source>配偶</source>
   <translation>Spouse</translation>
  </message>
  <message>
   <source>重</source>
   <translation>Heavy</translation>
  </message>
  <message>
   <source>重做的原因</source>
   <translation>Reason for repeating</translation>
  </message>
  <message>
   <source>重新对齐</source>
   <translation>Realigned</translation>
  </message>
  <message>
   <source>重新打开程序会自动留出；一直留不出就腾出空间</source>
   <translation>Opening the program again lays it aside; if that never works make room</translation>
  </message>
  <message>
   <source>重点人群签约覆盖率</source>
   <translation>Key groups under contract</translation>
  </message>
  <message>
   <source>重设密码</source>
   <translation>Password set anew</translation>
  </message>
  <message>
   <source>重设管理员密码</source>
   <translation>Administrator's password set anew</translation>
  </message>
  <message>
   <source>钥匙库</source>
   <translation>Key store</translation>
  </message>
  <message>
   <source>链霉素</source>
   <translation>Streptomycin</translation>
  </message>
  <message>
   <source>锁定</source>
   <translation>Locked</translation>
  </message>
  <message>
   <source>锁骨上</source>
   <translation>above the collarbone</translation>
  </message>
  <message>
   <source>锻炼</source>
   <translation>exercise</translation>
  </message>
  <message>
   <source>锻炼方式</source>
   <translation>kind of exercise</translation>
  </message>
  <message>
   <source>长期处方说明</source>
   <translation>Long prescription: assessment and signature</translation>
  </message>
  <message>
   <source>门牌号</source>
   <translation>House no.</translation>
  </message>
  <message>
   <source>门诊</source>
   <translation>Clinic</translation>
  </message>
  <message>
   <source>门诊不超过20分钟，CT和磁共振不超过30分钟</source>
   <translation>A clinic slot is 20 minutes at most, CT and MR 30</translation>
  </message>
  <message>
   <source>问是否经常伤心或抑郁、情绪怎样；答“是”或“不是十分好”即阳性</source>
   <translation>ask about sadness and mood; "yes" or "not very good" is positive</translation>
  </message>
  <message>
   <source>问清在用的抗凝药、近期手术和出血</source>
   <translation>Ask for anticoagulants, recent operations and bleeding</translation>
  </message>
  <message>
   <source>问清过敏史和在用的药，用药听上级医生电话指导</source>
   <translation>Ask for allergies and medicines; give medicines as the hospital's doctor says by phone</translation>
  </message>
  <message>
   <source>间接核实</source>
   <translation>checked indirectly</translation>
  </message>
  <message>
   <source>间断</source>
   <translation>Irregular</translation>
  </message>
  <message>
   <source>间断用药</source>
   <translation>irregularly</translation>
  </message>
  <message>
   <source>间断门诊治疗</source>
   <translation>irregular outpatient treatment</translation>
  </message>
  <message>
   <source>间歇</source>
   <translation>intermittent</translation>
  </message>
  <message>
   <source>阳性</source>
   <translation>Positive</translation>
  </message>
  <message>
   <source>阴性</source>
   <translation>Negative</translation>
  </message>
  <message>
   <source>阴道</source>
   <translation>vagina</translation>
  </message>
  <message>
   <source>阴道·其他</source>
   <translation>vagina: other</translation>
  </message>
  <message>
   <source>阶段情况</source>
   <translation>Interim report</translation>
  </message>
  <message>
   <source>附件</source>
   <translation>Attachments</translation>
  </message>
  <message>
   <source>附件·其他</source>
   <translation>Attachments: other</translation>
  </message>
  <message>
   <source>随哪个冲突处理</source>
   <translation>Decided with</translation>
  </message>
  <message>
   <source>随访</source>
   <translation>Follow-up visit</translation>
  </message>
  <message>
   <source>随访到，见随访记录</source>
   <translation>Seen, see the follow-up</translation>
  </message>
  <message>
   <source>随访医生签名</source>
   <translation>Visiting doctor</translation>
  </message>
  <message>
   <source>随访方式</source>
   <translation>Visit mode</translation>
  </message>
  <message>
   <source>随访方式七类</source>
   <translation>Seven ways of a visit</translation>
  </message>
  <message>
   <source>随访日期</source>
   <translation>Visit date</translation>
  </message>
  <message>
   <source>随访症状自加 10 其他</source>
   <translation>Follow-up symptoms with a tenth: other</translation>
  </message>
  <message>
   <source>随访结果</source>
   <translation>Visit outcome</translation>
  </message>
  <message>
   <source>随访附件</source>
   <translation>Visit attachment</translation>
  </message>
  <message>
   <source>需要协助，在适当的时间内完成部分穿衣</source>
   <translation>needs help, manages part in time</translation>
  </message>
  <message>
   <source>需要协助，如切碎、搅拌食物等</source>
   <translation>needs help, such as cutting or mixing food</translation>
  </message>
  <message>
   <source>需要本机构做不了的检查检验</source>
   <translation>Needs tests that cannot be done here</translation>
  </message>
  <message>
   <source>需要本机构做不了的检查检验（RF-02）</source>
   <translation>Needs tests that cannot be done here (RF-02)</translation>
  </message>
  <message>
   <source>需要长期管理、护理或临终照护</source>
   <translation>Needs long-term management, nursing or end-of-life care</translation>
  </message>
  <message>
   <source>需要长期管理、护理或临终照护（RF-02）</source>
   <translation>Needs long-term management, nursing or end-of-life care (RF-02)</translation>
  </message>
  <message>
   <source>露天粪坑</source>
   <translation>Open pit latrine</translation>
  </message>
  <message>
   <source>青霉素</source>
   <translation>Penicillin</translation>
  </message>
  <message>
   <source>非免疫规划预防接种史</source>
   <translation>vaccinations outside the programme</translation>
  </message>
  <message>
   <source>非同日3次血压均高，需上级确诊</source>
   <translation>Raised on 3 different days, to be confirmed</translation>
  </message>
  <message>
   <source>非同日3次血压均高，需上级确诊（H-03）</source>
   <translation>Raised on 3 different days, to be confirmed (H-03)</translation>
  </message>
  <message>
   <source>非国家表</source>
   <translation>not the national form</translation>
  </message>
  <message>
   <source>非户籍</source>
   <translation>Not registered here</translation>
  </message>
  <message>
   <source>非耐药</source>
   <translation>not resistant</translation>
  </message>
  <message>
   <source>非贫困</source>
   <translation>not poor</translation>
  </message>
  <message>
   <source>面对面随访没有测</source>
   <translation>Face to face, not measured</translation>
  </message>
  <message>
   <source>页</source>
   <translation>pages</translation>
  </message>
  <message>
   <source>项目</source>
   <translation>Item</translation>
  </message>
  <message>
   <source>项目代码</source>
   <translation>Code of the test</translation>
  </message>
  <message>
   <source>项目名称</source>
   <translation>Name of the test</translation>
  </message>
  <message>
   <source>预约人</source>
   <translation>Booked by</translation>
  </message>
  <message>
   <source>预约日期</source>
   <translation>Day of the appointment</translation>
  </message>
  <message>
   <source>预约时间</source>
   <translation>Time of the appointment</translation>
  </message>
  <message>
   <source>颈静脉怒张</source>
   <translation>swollen neck veins</translation>
  </message>
  <message>
   <source>频繁</source>
   <translation>Frequent</translation>
  </message>
  <message>
   <source>食欲减退、恶心、呕吐</source>
   <translation>Poor appetite, nausea, vomiting</translation>
  </message>
  <message>
   <source>饮水</source>
   <translation>Drinking water</translation>
  </message>
  <message>
   <source>饮酒种类</source>
   <translation>kinds of drink</translation>
  </message>
  <message>
   <source>饮酒种类·其他</source>
   <translation>kinds of drink: other</translation>
  </message>
  <message>
   <source>饮酒频率</source>
   <translation>drinking, how often</translation>
  </message>
  <message>
   <source>饮食</source>
   <translation>diet</translation>
  </message>
  <message>
   <source>饮食习惯</source>
   <translation>eating habits</translation>
  </message>
  <message>
   <source>饮食情况</source>
   <translation>eating</translation>
  </message>
  <message>
   <source>首次入户</source>
   <translation>first home visit</translation>
  </message>
  <message>
   <source>首次抗精神病药治疗时间</source>
   <translation>first antipsychotic treatment</translation>
  </message>
  <message>
   <source>首次数据包</source>
   <translation>First data package</translation>
  </message>
  <message>
   <source>首次随访不晚于</source>
   <translation>First follow-up by</translation>
  </message>
  <message>
   <source>马上腾出空间：删掉用不着的文件，清空回收站；已保存的记录都在</source>
   <translation>Make room now: delete files you do not need, empty the recycle bin; what was saved is all there</translation>
  </message>
  <message>
   <source>马桶</source>
   <translation>Flush toilet</translation>
  </message>
  <message>
   <source>高中</source>
   <translation>Senior secondary school</translation>
  </message>
  <message>
   <source>高危的30分钟内转出</source>
   <translation>High risk: on the way within 30 minutes</translation>
  </message>
  <message>
   <source>高血压</source>
   <translation>Hypertension</translation>
  </message>
  <message>
   <source>高血压患者管理率</source>
   <translation>Hypertension: managed</translation>
  </message>
  <message>
   <source>高血压患者规范管理率</source>
   <translation>Hypertension: managed by the rules</translation>
  </message>
  <message>
   <source>高血压的眼花耳鸣不是糖尿病的视力模糊，四肢发麻不是手脚麻木，分开问</source>
   <translation>Dim eyes and ringing ears of hypertension are not the blurred vision of diabetes: asked apart</translation>
  </message>
  <message>
   <source>高血压随访</source>
   <translation>Hypertension follow-up</translation>
  </message>
  <message>
   <source>黄染</source>
   <translation>yellow</translation>
  </message>
  <message>
   <source>黄酒</source>
   <translation>yellow wine</translation>
  </message>
  <message>
   <source>黄金120分钟（未核实）</source>
   <translation>golden 120 minutes (not verified)</translation>
  </message>
  <message>
   <source>黄金3小时</source>
   <translation>golden 3 hours</translation>
  </message>
  <message>
   <source>鼻衄出血不止</source>
   <translation>Persistent nosebleed</translation>
  </message>
  <message>
   <source>齐</source>
   <translation>regular</translation>
  </message>
  <message>
   <source>齿列</source>
   <translation>teeth</translation>
  </message>
  <message>
   <source>齿列·其他</source>
   <translation>teeth: other</translation>
  </message>
  <message>
   <source>龋齿</source>
   <translation>decayed teeth</translation>
  </message>
  <message>
   <source>（空）</source>
   <translation>(empty)</translation>
  </message>
  <message>
   <source>＋</source>
   <translation>+</translation>
  </message>
  <message>
   <source>＋＋</source>
   <translation>++</translation>
  </message>
  <message>
   <source>＋＋＋</source>
   <translation>+++</translation>
  </message>
  <message>
   <source>＋＋＋＋</source>
   <translation>++++</translation>
  </message>
  <message>
   <source>－</source>
   <translation>-</translation>
  </message>
 </context>
 <context>
  <name>refer</name>
  <message>
   <source>{count}个号</source>
   <translation>{count} places</translation>
  </message>
  <message>
   <source>{diseases} 在本机构病种目录里</source>
   <translation>{diseases}: on this organisation's own list</translation>
  </message>
  <message>
   <source>{name} {free}张（{day}统计{phone}）</source>
   <translation>{name}: {free} (counted {day}{phone})</translation>
  </message>
  <message>
   <source>{organisation} {state}（{day}）</source>
   <translation>{organisation}: {state} ({day})</translation>
  </message>
  <message>
   <source>为什么转</source>
   <translation>Why</translation>
  </message>
  <message>
   <source>写了初步印象，这里列出这种病的转诊标准</source>
   <translation>The criteria of the disease appear when an impression is written</translation>
  </message>
  <message>
   <source>号源</source>
   <translation>Slots</translation>
  </message>
  <message>
   <source>希望时间</source>
   <translation>Preferred time</translation>
  </message>
  <message>
   <source>带去的资料</source>
   <translation>What travels along</translation>
  </message>
  <message>
   <source>总机 {phone}</source>
   <translation>switchboard {phone}</translation>
  </message>
  <message>
   <source>电话</source>
   <translation>Phone</translation>
  </message>
  <message>
   <source>知情同意和手续</source>
   <translation>Consent and formalities</translation>
  </message>
  <message>
   <source>空床</source>
   <translation>Free beds</translation>
  </message>
  <message>
   <source>费用</source>
   <translation>Cost</translation>
  </message>
  <message>
   <source>转到哪里</source>
   <translation>Where to</translation>
  </message>
  <message>
   <source>还有没办完的转诊：{referrals}</source>
   <translation>Still under way: {referrals}</translation>
  </message>
  <message>
   <source>，电话 {phone}</source>
   <translation>, phone {phone}</translation>
  </message>
 </context>
 <context>
  <name>referral_desk</name>
  <message>
   <source>{count}天</source>
   <translation>{count} days</translation>
  </message>
  <message>
   <source>{count}小时</source>
   <translation>{count} h</translation>
  </message>
  <message>
   <source>{day} {amount}元</source>
   <translation>{day} {amount} yuan</translation>
  </message>
  <message>
   <source>{line}（互认）</source>
   <translation>{line} (recognised)</translation>
  </message>
  <message>
   <source>{line}（重做：{reason}）</source>
   <translation>{line} (repeated: {reason})</translation>
  </message>
  <message>
   <source>{words}：已过 {minutes} 分钟</source>
   <translation>{words}: {minutes} minutes past</translation>
  </message>
  <message>
   <source>{words}：还剩 {hours} 小时 {minutes} 分</source>
   <translation>{words}: {hours} h {minutes} min left</translation>
  </message>
  <message>
   <source>下转</source>
   <translation>Down</translation>
  </message>
  <message>
   <source>下转提示</source>
   <translation>Hint</translation>
  </message>
  <message>
   <source>住院日费用</source>
   <translation>Inpatient cost of a day</translation>
  </message>
  <message>
   <source>入院日期</source>
   <translation>Admission</translation>
  </message>
  <message>
   <source>写阶段情况</source>
   <translation>Interim note</translation>
  </message>
  <message>
   <source>出院回访</source>
   <translation>Calls after discharge</translation>
  </message>
  <message>
   <source>到诊</source>
   <translation>Arrived</translation>
  </message>
  <message>
   <source>回转</source>
   <translation>Returned</translation>
  </message>
  <message>
   <source>回转单</source>
   <translation>Return slip</translation>
  </message>
  <message>
   <source>在诊</source>
   <translation>In the house</translation>
  </message>
  <message>
   <source>已做</source>
   <translation>Done</translation>
  </message>
  <message>
   <source>开始处置</source>
   <translation>Begin treatment</translation>
  </message>
  <message>
   <source>待到诊</source>
   <translation>Expected</translation>
  </message>
  <message>
   <source>待答复</source>
   <translation>To be answered</translation>
  </message>
  <message>
   <source>接收</source>
   <translation>Accepted</translation>
  </message>
  <message>
   <source>时间</source>
   <translation>Times</translation>
  </message>
  <message>
   <source>未到诊</source>
   <translation>Not come</translation>
  </message>
  <message>
   <source>未读</source>
   <translation>Unread</translation>
  </message>
  <message>
   <source>检查结果</source>
   <translation>Result</translation>
  </message>
  <message>
   <source>检查项目</source>
   <translation>Examination asked for</translation>
  </message>
  <message>
   <source>生命体征</source>
   <translation>Vital signs</translation>
  </message>
  <message>
   <source>用药</source>
   <translation>Medicines</translation>
  </message>
  <message>
   <source>电话问到结果</source>
   <translation>Phoned, result</translation>
  </message>
  <message>
   <source>等补充</source>
   <translation>Waits for completion</translation>
  </message>
  <message>
   <source>约定</source>
   <translation>Appointment</translation>
  </message>
  <message>
   <source>结果互认</source>
   <translation>Results recognised</translation>
  </message>
  <message>
   <source>血压</source>
   <translation>Blood pressure</translation>
  </message>
  <message>
   <source>血糖 {value}</source>
   <translation>Glucose {value}</translation>
  </message>
  <message>
   <source>补充</source>
   <translation>Complete</translation>
  </message>
  <message>
   <source>请求撤回</source>
   <translation>Withdrawal requested</translation>
  </message>
  <message>
   <source>读数</source>
   <translation>Reading</translation>
  </message>
  <message>
   <source>费用估算</source>
   <translation>Estimate of the cost</translation>
  </message>
  <message>
   <source>超时未答复</source>
   <translation>Answer overdue</translation>
  </message>
  <message>
   <source>超时未读</source>
   <translation>Unread too long</translation>
  </message>
  <message>
   <source>转上级</source>
   <translation>Send on</translation>
  </message>
  <message>
   <source>转诊单</source>
   <translation>Referral slip</translation>
  </message>
  <message>
   <source>转诊标准</source>
   <translation>Referral criteria</translation>
  </message>
  <message>
   <source>随访过了</source>
   <translation>Followed up</translation>
  </message>
 </context>
 <context>
  <name>referral_figures</name>
  <message>
   <source>2周随访</source>
   <translation>2 weeks</translation>
  </message>
  <message>
   <source>{month}月</source>
   <translation>Month {month}</translation>
  </message>
  <message>
   <source>{words}（{mark}）</source>
   <translation>{words} ({mark})</translation>
  </message>
  <message>
   <source>上转</source>
   <translation>Up</translation>
  </message>
  <message>
   <source>下转</source>
   <translation>Down</translation>
  </message>
  <message>
   <source>下转率</source>
   <translation>Down-referral rate</translation>
  </message>
  <message>
   <source>及时</source>
   <translation>In time</translation>
  </message>
  <message>
   <source>合计</source>
   <translation>Total</translation>
  </message>
  <message>
   <source>月份</source>
   <translation>Month</translation>
  </message>
  <message>
   <source>病种</source>
   <translation>Disease</translation>
  </message>
  <message>
   <source>盟外</source>
   <translation>Outside</translation>
  </message>
  <message>
   <source>精准</source>
   <translation>Precise</translation>
  </message>
  <message>
   <source>转入单位</source>
   <translation>To</translation>
  </message>
  <message>
   <source>转出单位</source>
   <translation>From</translation>
  </message>
  <message>
   <source>转后下转</source>
   <translation>Up, then down</translation>
  </message>
  <message>
   <source>远程</source>
   <translation>Remote</translation>
  </message>
  <message>
   <source>闭环</source>
   <translation>Closed</translation>
  </message>
 </context>
 <context>
  <name>resident</name>
  <message>
   <source>住在哪</source>
   <translation>Where</translation>
  </message>
  <message>
   <source>健康</source>
   <translation>Health</translation>
  </message>
  <message>
   <source>其他登记项（可以以后再填）</source>
   <translation>Other details (can be filled in later)</translation>
  </message>
  <message>
   <source>是谁</source>
   <translation>Who</translation>
  </message>
  <message>
   <source>纳入慢病管理</source>
   <translation>Put under management</translation>
  </message>
 </context>
 <context>
  <name>timeline</name>
  <message>
   <source>{day}解约</source>
   <translation>terminated {day}</translation>
  </message>
  <message>
   <source>{mode}随访</source>
   <translation>Visit: {mode}</translation>
  </message>
  <message>
   <source>{name}　未测（{reason}）</source>
   <translation>{name}　not measured ({reason})</translation>
  </message>
  <message>
   <source>{start} 至 {end}</source>
   <translation>{start} to {end}</translation>
  </message>
  <message>
   <source>已作废：{reason}　{words}</source>
   <translation>Void: {reason}　{words}</translation>
  </message>
  <message>
   <source>未写原因</source>
   <translation>no reason written</translation>
  </message>
  <message>
   <source>步骤</source>
   <translation>Steps</translation>
  </message>
  <message>
   <source>血糖 {value}</source>
   <translation>glucose {value}</translation>
  </message>
  <message>
   <source>转往 {place}</source>
   <translation>To {place}</translation>
  </message>
 </context>
 <context>
  <name>visit</name>
  <message>
   <source>{per}{times}次</source>
   <translation>{times} times {per}</translation>
  </message>
  <message>
   <source>{reading} mmHg（取较高一侧：{side}）</source>
   <translation>{reading} mmHg (the higher arm: {side})</translation>
  </message>
  <message>
   <source>上次 {value}（{day}）</source>
   <translation>last {value} ({day})</translation>
  </message>
  <message>
   <source>下次目标</source>
   <translation>Next targets</translation>
  </message>
  <message>
   <source>下次评估日期</source>
   <translation>Next assessment</translation>
  </message>
  <message>
   <source>下次随访日期</source>
   <translation>Next visit date</translation>
  </message>
  <message>
   <source>不采纳转诊建议</source>
   <translation>Referral proposal declined</translation>
  </message>
  <message>
   <source>主食目标</source>
   <translation>Staple food, target</translation>
  </message>
  <message>
   <source>体检：乳腺和妇科</source>
   <translation>Examination: breasts and gynaecology</translation>
  </message>
  <message>
   <source>体检：健康评价和指导</source>
   <translation>Examination: evaluation and guidance</translation>
  </message>
  <message>
   <source>体检：影像</source>
   <translation>Examination: imaging</translation>
  </message>
  <message>
   <source>体检：最近一年的住院、用药和接种</source>
   <translation>Examination: admissions, medicines and vaccinations of the last year</translation>
  </message>
  <message>
   <source>体检：查体</source>
   <translation>Examination: physical findings</translation>
  </message>
  <message>
   <source>体检：现存主要健康问题</source>
   <translation>Examination: present health problems</translation>
  </message>
  <message>
   <source>体检：生活方式</source>
   <translation>Examination: way of life</translation>
  </message>
  <message>
   <source>体检：症状</source>
   <translation>Examination: symptoms</translation>
  </message>
  <message>
   <source>体检：老年人评估</source>
   <translation>Examination: assessments of the elderly</translation>
  </message>
  <message>
   <source>体检：职业病危害因素</source>
   <translation>Examination: occupational hazards</translation>
  </message>
  <message>
   <source>体检：肝功能和肾功能</source>
   <translation>Examination: liver and kidney function</translation>
  </message>
  <message>
   <source>体检：脏器功能</source>
   <translation>Examination: functions of organs</translation>
  </message>
  <message>
   <source>体检：血常规和尿常规</source>
   <translation>Examination: blood count and urine</translation>
  </message>
  <message>
   <source>体检：血糖、心电图等</source>
   <translation>Examination: glucose, ECG and others</translation>
  </message>
  <message>
   <source>体检：血脂</source>
   <translation>Examination: blood lipids</translation>
  </message>
  <message>
   <source>停止治疗和全程管理（治疗结束时填）</source>
   <translation>End of treatment and the whole course (filled in at the end)</translation>
  </message>
  <message>
   <source>健康教育及培训</source>
   <translation>Health education and training</translation>
  </message>
  <message>
   <source>其他体征和检查</source>
   <translation>Other signs and examinations</translation>
  </message>
  <message>
   <source>医生的决定（同意建议时不填）</source>
   <translation>Doctor's decision (leave empty to agree with the proposal)</translation>
  </message>
  <message>
   <source>危急情况（{name}）</source>
   <translation>Danger signs ({name})</translation>
  </message>
  <message>
   <source>右侧</source>
   <translation>right</translation>
  </message>
  <message>
   <source>右侧血压</source>
   <translation>Pressure, right arm</translation>
  </message>
  <message>
   <source>否</source>
   <translation>No</translation>
  </message>
  <message>
   <source>备注和签名</source>
   <translation>Note and signature</translation>
  </message>
  <message>
   <source>左侧</source>
   <translation>left</translation>
  </message>
  <message>
   <source>左侧血压</source>
   <translation>Pressure, left arm</translation>
  </message>
  <message>
   <source>总分和等级</source>
   <translation>Score and grade</translation>
  </message>
  <message>
   <source>摄盐目标</source>
   <translation>Salt, target</translation>
  </message>
  <message>
   <source>是</source>
   <translation>Yes</translation>
  </message>
  <message>
   <source>服药率</source>
   <translation>Doses taken</translation>
  </message>
  <message>
   <source>本次血压</source>
   <translation>Pressure of this visit</translation>
  </message>
  <message>
   <source>每日</source>
   <translation>daily</translation>
  </message>
  <message>
   <source>每月</source>
   <translation>monthly</translation>
  </message>
  <message>
   <source>每次{dose}mg</source>
   <translation>{dose} mg each</translation>
  </message>
  <message>
   <source>用药</source>
   <translation>Medicines</translation>
  </message>
  <message>
   <source>目标（可以不填）</source>
   <translation>Targets (optional)</translation>
  </message>
  <message>
   <source>第几月</source>
   <translation>Month of treatment</translation>
  </message>
  <message>
   <source>糖尿病症状</source>
   <translation>Diabetes symptoms</translation>
  </message>
  <message>
   <source>血压</source>
   <translation>Blood pressure</translation>
  </message>
  <message>
   <source>逐项问；症状不代替危急情况</source>
   <translation>Ask each one; symptoms do not replace danger signs</translation>
  </message>
  <message>
   <source>随访医生</source>
   <translation>Doctor of the visit</translation>
  </message>
  <message>
   <source>随访结果</source>
   <translation>Outcome of the visit</translation>
  </message>
  <message>
   <source>高血压症状</source>
   <translation>Hypertension symptoms</translation>
  </message>
 </context>
 <context>
  <name>words</name>
  <message>
   <source>{count}分钟</source>
   <translation>{count} min</translation>
  </message>
  <message>
   <source>{count}分钟前</source>
   <translation>{count} min ago</translation>
  </message>
  <message>
   <source>{count}天</source>
   <translation>{count} days</translation>
  </message>
  <message>
   <source>{count}天前</source>
   <translation>{count} d ago</translation>
  </message>
  <message>
   <source>{count}小时</source>
   <translation>{count} h</translation>
  </message>
  <message>
   <source>{count}小时前</source>
   <translation>{count} h ago</translation>
  </message>
  <message>
   <source>{day}日</source>
   <translation>{day} {name}</translation>
  </message>
  <message>
   <source>{month}月</source>
   <translation>{name}</translation>
  </message>
  <message>
   <source>{month}月{day}日</source>
   <translation>{day} {name}</translation>
  </message>
  <message>
   <source>{sex}{years}岁</source>
   <translation>{sex} {years}</translation>
  </message>
  <message>
   <source>{start}–{end}</source>
   <translation>by {end}</translation>
  </message>
  <message>
   <source>{years}岁</source>
   <translation>{years} y</translation>
  </message>
  <message>
   <source>{year}年{month}月</source>
   <translation>{name} {year}</translation>
  </message>
  <message>
   <source>{year}年{month}月{day}日</source>
   <translation>{day} {name} {year}</translation>
  </message>
  <message>
   <source>、</source>
   <translation>, </translation>
  </message>
  <message>
   <source>今天</source>
   <translation>today</translation>
  </message>
  <message>
   <source>刚刚</source>
   <translation>just now</translation>
  </message>
  <message>
   <source>女</source>
   <translation>F</translation>
  </message>
  <message>
   <source>心率 {value}</source>
   <translation>heart rate {value}</translation>
  </message>
  <message>
   <source>明天</source>
   <translation>tomorrow</translation>
  </message>
  <message>
   <source>星期一</source>
   <translation>Monday</translation>
  </message>
  <message>
   <source>星期三</source>
   <translation>Wednesday</translation>
  </message>
  <message>
   <source>星期二</source>
   <translation>Tuesday</translation>
  </message>
  <message>
   <source>星期五</source>
   <translation>Friday</translation>
  </message>
  <message>
   <source>星期六</source>
   <translation>Saturday</translation>
  </message>
  <message>
   <source>星期四</source>
   <translation>Thursday</translation>
  </message>
  <message>
   <source>星期日</source>
   <translation>Sunday</translation>
  </message>
  <message>
   <source>昨天</source>
   <translation>yesterday</translation>
  </message>
  <message>
   <source>未知的性别</source>
   <translation>Unknown sex</translation>
  </message>
  <message>
   <source>未说明的性别</source>
   <translation>Sex not stated</translation>
  </message>
  <message>
   <source>电脑的时钟快了{size}，县平台现在是 {time}</source>
   <translation>This computer's clock is {size} fast; the county says {time}</translation>
  </message>
  <message>
   <source>电脑的时钟慢了{size}，县平台现在是 {time}</source>
   <translation>This computer's clock is {size} slow; the county says {time}</translation>
  </message>
  <message>
   <source>男</source>
   <translation>M</translation>
  </message>
  <message>
   <source>空腹血糖 {value}</source>
   <translation>fasting glucose {value}</translation>
  </message>
  <message>
   <source>血糖 {value}</source>
   <translation>glucose {value}</translation>
  </message>
  <message>
   <source>非空腹血糖 {value}</source>
   <translation>glucose, not fasting, {value}</translation>
  </message>
  <message>
   <source>（{remarks}）</source>
   <translation> ({remarks})</translation>
  </message>
 </context>
 <context>
  <name>work_words</name>
  <message>
   <source> {day}再去</source>
   <translation> again {day}</translation>
  </message>
  <message>
   <source>Enter 一起办</source>
   <translation>Enter: all together</translation>
  </message>
  <message>
   <source>{name}家</source>
   <translation>Family of {name}</translation>
  </message>
  <message>
   <source>{people}人{duties}项</source>
   <translation>{people} people, {duties} items</translation>
  </message>
  <message>
   <source>{words}（{rule}）</source>
   <translation>{words} ({rule})</translation>
  </message>
  <message>
   <source>　再试 {day}</source>
   <translation>　again {day}</translation>
  </message>
  <message>
   <source>一家</source>
   <translation>Family</translation>
  </message>
  <message>
   <source>已约</source>
   <translation>Agreed</translation>
  </message>
  <message>
   <source>已试{count}次</source>
   <translation>Tried {count} times</translation>
  </message>
  <message>
   <source>本人拒绝</source>
   <translation>Refused</translation>
  </message>
  <message>
   <source>续药剩{days}天</source>
   <translation>Refill, {days} days left</translation>
  </message>
  <message>
   <source>自理评估</source>
   <translation>Self-care</translation>
  </message>
  <message>
   <source>至{day}</source>
   <translation>until {day}</translation>
  </message>
  <message>
   <source>逾期{days}天</source>
   <translation>{days}d late</translation>
  </message>
 </context>
</TS>
