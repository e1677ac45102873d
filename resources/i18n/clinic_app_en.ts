<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
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
  <name>CarriedEditor</name>
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
   <source>填写</source>
   <translation>Fill in</translation>
  </message>
  <message>
   <source>调整</source>
   <translation>Change</translation>
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
  <name>ConflictsPage</name>
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
  <name>DuplicatesPage</name>
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
  <name>FirstAccount</name>
  <message>
   <source>两次输入的密码不一样，再输一次</source>
   <translation>The two passwords differ; type it again</translation>
  </message>
  <message>
   <source>再输一次密码</source>
   <translation>Password once more</translation>
  </message>
  <message>
   <source>姓名</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>密码至少8位</source>
   <translation>At least 8 characters</translation>
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
   <source>草稿没有保存上，先按 Ctrl+S 保存</source>
   <translation>The draft was not saved; press Ctrl+S to save</translation>
  </message>
 </context>
 <context>
  <name>HelpPanel</name>
  <message>
   <source>关闭</source>
   <translation>Close</translation>
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
   <source>{day} 已过</source>
   <translation>{day}, late</translation>
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
   <source>家庭</source>
   <translation>Household</translation>
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
   <source>户主、门牌、组、电话</source>
   <translation>Head, house no., group, phone</translation>
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
  <name>ImportPage</name>
  <message>
   <source>为什么退回</source>
   <translation>Why it was refused</translation>
  </message>
  <message>
   <source>从表格导入</source>
   <translation>Import table</translation>
  </message>
  <message>
   <source>共 {rows} 行，可导入 {residents} 人、{households} 户，退回 {refused} 行</source>
   <translation>{rows} rows: {residents} people and {households} households can be imported, {refused} rows refused</translation>
  </message>
  <message>
   <source>共 {rows} 行，已导入 {residents} 人、{households} 户，退回 {refused} 行</source>
   <translation>{rows} rows: {residents} people and {households} households imported, {refused} rows refused</translation>
  </message>
  <message>
   <source>列</source>
   <translation>Column</translation>
  </message>
  <message>
   <source>导入</source>
   <translation>Import</translation>
  </message>
  <message>
   <source>正在导入…可以去别的页面</source>
   <translation>Importing… other pages can be used</translation>
  </message>
  <message>
   <source>正在检查…</source>
   <translation>Checking…</translation>
  </message>
  <message>
   <source>行</source>
   <translation>Row</translation>
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
   <source>退回的行</source>
   <translation>Refused rows</translation>
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
 </context>
 <context>
  <name>LoginWindow</name>
  <message>
   <source>先设第一个账户。数据加密保存在本机，忘记密码不能找回，写下来收好。</source>
   <translation>Set up the first account. Data are encrypted on this computer and a forgotten password cannot be recovered: write it down and keep it safe.</translation>
  </message>
  <message>
   <source>在这台电脑上建立诊所数据</source>
   <translation>Set up clinic data on this computer</translation>
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
   <source>登录</source>
   <translation>Sign in</translation>
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
   <source>按键一览</source>
   <translation>Keys</translation>
  </message>
  <message>
   <source>新收到 {count} 张转诊单</source>
   <translation>{count} new referrals</translation>
  </message>
  <message>
   <source>这一步出了程序错误，已保存的记录都在，重新打开本页再试</source>
   <translation>The program failed at this step; saved records are all there. Open this page again and retry</translation>
  </message>
 </context>
 <context>
  <name>MaskedPhone</name>
  <message>
   <source>显示</source>
   <translation>Show</translation>
  </message>
  <message>
   <source>没有电话</source>
   <translation>No phone</translation>
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
  <name>PaperPage</name>
  <message>
   <source>今日工作清单</source>
   <translation>Today's worklist</translation>
  </message>
  <message>
   <source>单据</source>
   <translation>Document</translation>
  </message>
  <message>
   <source>糖尿病随访表</source>
   <translation>Diabetes follow-up form</translation>
  </message>
  <message>
   <source>返回</source>
   <translation>Back</translation>
  </message>
  <message>
   <source>高血压随访表</source>
   <translation>Hypertension follow-up form</translation>
  </message>
 </context>
 <context>
  <name>PersonCard</name>
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
  <name>Preview</name>
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
   <source>第{number}页</source>
   <translation>Page {number}</translation>
  </message>
  <message>
   <source>这个位置写不进去，换一个文件夹</source>
   <translation>Cannot write there; choose another folder</translation>
  </message>
 </context>
 <context>
  <name>ProgrammeJudgement</name>
  <message>
   <source>{name}　填了血压或血糖就会判断</source>
   <translation>{name}: judged once blood pressure or glucose is entered</translation>
  </message>
  <message>
   <source>{name}　还不能分类</source>
   <translation>{name}: cannot be classified yet</translation>
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
   <source>建议紧急转诊</source>
   <translation>Urgent referral proposed</translation>
  </message>
  <message>
   <source>建议转诊</source>
   <translation>Referral proposed</translation>
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
  <name>QuarantinePage</name>
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
  <name>ReferPage</name>
  <message>
   <source>为什么转</source>
   <translation>Reason for referral</translation>
  </message>
  <message>
   <source>回到填写</source>
   <translation>Back to the form</translation>
  </message>
  <message>
   <source>已开具转诊单，保存在本机；打印按 Ctrl+P，联网后自动送达</source>
   <translation>Referral slip issued and saved on this computer; Ctrl+P to print, delivered once online</translation>
  </message>
  <message>
   <source>开具后有单号，再打印</source>
   <translation>The slip gets its number when issued; print it then</translation>
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
   <source>看单据</source>
   <translation>View slip</translation>
  </message>
  <message>
   <source>转到哪里</source>
   <translation>Where to</translation>
  </message>
  <message>
   <source>转诊　{who}</source>
   <translation>Refer: {who}</translation>
  </message>
  <message>
   <source>转诊单</source>
   <translation>Referral slip</translation>
  </message>
 </context>
 <context>
  <name>ReferralPanel</name>
  <message>
   <source>下一步治疗方案</source>
   <translation>Next treatment plan</translation>
  </message>
  <message>
   <source>不做这一步</source>
   <translation>Do not do this step</translation>
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
   <source>主要现病史</source>
   <translation>Present illness</translation>
  </message>
  <message>
   <source>初步印象</source>
   <translation>Initial impression</translation>
  </message>
  <message>
   <source>到诊</source>
   <translation>Arrived</translation>
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
   <source>回转</source>
   <translation>Send back</translation>
  </message>
  <message>
   <source>回转单</source>
   <translation>Return slip</translation>
  </message>
  <message>
   <source>康复建议</source>
   <translation>Rehabilitation advice</translation>
  </message>
  <message>
   <source>开始处置</source>
   <translation>Start treatment</translation>
  </message>
  <message>
   <source>接收</source>
   <translation>Accept</translation>
  </message>
  <message>
   <source>未到诊</source>
   <translation>No-show</translation>
  </message>
  <message>
   <source>治疗经过</source>
   <translation>Course of treatment</translation>
  </message>
  <message>
   <source>用药</source>
   <translation>Medicines</translation>
  </message>
  <message>
   <source>电话 {phone}</source>
   <translation>Phone {phone}</translation>
  </message>
  <message>
   <source>血糖 {value}</source>
   <translation>glucose {value}</translation>
  </message>
  <message>
   <source>补充</source>
   <translation>Complete</translation>
  </message>
  <message>
   <source>记盟外结果</source>
   <translation>Record outside outcome</translation>
  </message>
  <message>
   <source>诊断结果</source>
   <translation>Diagnosis</translation>
  </message>
  <message>
   <source>读数</source>
   <translation>Readings</translation>
  </message>
  <message>
   <source>转诊单</source>
   <translation>Referral slip</translation>
  </message>
  <message>
   <source>过敏史</source>
   <translation>Allergies</translation>
  </message>
  <message>
   <source>选一张转诊单，这里显示办到哪一步和病情</source>
   <translation>Choose a slip to see its steps and the clinical summary</translation>
  </message>
  <message>
   <source>随访过了</source>
   <translation>Followed up</translation>
  </message>
 </context>
 <context>
  <name>ReferralsPage</name>
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
   <source>天数</source>
   <translation>Days</translation>
  </message>
  <message>
   <source>对方</source>
   <translation>Other party</translation>
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
   <source>收到的</source>
   <translation>Received</translation>
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
   <source>看单据</source>
   <translation>View slip</translation>
  </message>
  <message>
   <source>紧急</source>
   <translation>Urgency</translation>
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
  <name>ResidentsPage</name>
  <message>
   <source>{count} 人</source>
   <translation>{count} people</translation>
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
   <source>在名单里找</source>
   <translation>Search the list</translation>
  </message>
  <message>
   <source>在名单里找：姓名、拼音、门牌、号码尾数</source>
   <translation>Search the list: name, pinyin, house no., last digits of a number</translation>
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
   <source>待处理</source>
   <translation>Waiting</translation>
  </message>
  <message>
   <source>按姓名</source>
   <translation>By name</translation>
  </message>
  <message>
   <source>按年龄</source>
   <translation>By age</translation>
  </message>
  <message>
   <source>按门牌</source>
   <translation>By house no.</translation>
  </message>
  <message>
   <source>排序</source>
   <translation>Sort</translation>
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
   <source>选一位，这里显示卡片。Enter 开始随访，Ctrl+D 看档案</source>
   <translation>Choose a person to see the card. Enter starts a visit, Ctrl+D opens the file</translation>
  </message>
  <message>
   <source>选居民名单</source>
   <translation>Choose a list of residents</translation>
  </message>
 </context>
 <context>
  <name>ReturnFormPage</name>
  <message>
   <source>保存后再打印</source>
   <translation>Save, then print</translation>
  </message>
  <message>
   <source>保存并回转</source>
   <translation>Save and send back</translation>
  </message>
  <message>
   <source>回到填写</source>
   <translation>Back to the form</translation>
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
  <message>
   <source>看单据</source>
   <translation>View slip</translation>
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
  <message>
   <source>查找结果</source>
   <translation>Search results</translation>
  </message>
  <message>
   <source>没有找到。可换拼音首字母、身份证后四位或门牌号再试</source>
   <translation>Nothing found. Try pinyin initials, the last four of the ID or the house number</translation>
  </message>
 </context>
 <context>
  <name>SettingsPage</name>
  <message>
   <source>上次自动备份 {time}，加密保存在本机，保留三天。</source>
   <translation>Last automatic backup {time}, encrypted on this computer, kept three days.</translation>
  </message>
  <message>
   <source>两次输入的新密码不一样，密码没有改</source>
   <translation>The two new passwords differ; the password was not changed</translation>
  </message>
  <message>
   <source>关于</source>
   <translation>About</translation>
  </message>
  <message>
   <source>再输一次</source>
   <translation>Once more</translation>
  </message>
  <message>
   <source>初始密码</source>
   <translation>First password</translation>
  </message>
  <message>
   <source>初始密码至少8位，没有添加</source>
   <translation>The first password needs at least 8 characters; nobody was added</translation>
  </message>
  <message>
   <source>加一个人</source>
   <translation>Add a person</translation>
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
   <source>备份好了，内容已核对</source>
   <translation>Backup finished, contents verified</translation>
  </message>
  <message>
   <source>姓名</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>字号</source>
   <translation>Text size</translation>
  </message>
  <message>
   <source>字号和颜色</source>
   <translation>Text size and colours</translation>
  </message>
  <message>
   <source>密码已改，下次登录用新密码</source>
   <translation>Password changed; use the new one at the next sign-in</translation>
  </message>
  <message>
   <source>已添加，{name}可以用自己的密码登录</source>
   <translation>Added; {name} can sign in with their own password</translation>
  </message>
  <message>
   <source>恢复：在新的或空的数据文件夹上运行 clinic-app restore 文件，再用原来的姓名和密码登录。</source>
   <translation>Restore: on a new or empty data folder run clinic-app restore FILE, then sign in with the former name and password.</translation>
  </message>
  <message>
   <source>改密码</source>
   <translation>Change password</translation>
  </message>
  <message>
   <source>改自己的密码</source>
   <translation>Change my password</translation>
  </message>
  <message>
   <source>数据文件夹 {folder}</source>
   <translation>Data folder {folder}</translation>
  </message>
  <message>
   <source>新密码至少8位，密码没有改</source>
   <translation>The new password needs at least 8 characters; it was not changed</translation>
  </message>
  <message>
   <source>新密码（至少8位）</source>
   <translation>New password (at least 8 characters)</translation>
  </message>
  <message>
   <source>本机编号 {number}　{organisation}　{role}　县平台 {server}</source>
   <translation>Computer no. {number}  {organisation}  {role}  county platform {server}</translation>
  </message>
  <message>
   <source>正在备份…</source>
   <translation>Backing up…</translation>
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
   <source>现在备份到…</source>
   <translation>Back up now to…</translation>
  </message>
  <message>
   <source>现在的密码</source>
   <translation>Current password</translation>
  </message>
  <message>
   <source>程序版本 {version}</source>
   <translation>Program version {version}</translation>
  </message>
  <message>
   <source>能打开这台电脑的人</source>
   <translation>People who can open this computer's data</translation>
  </message>
  <message>
   <source>规则版本 {rules}</source>
   <translation>Rule version {rules}</translation>
  </message>
  <message>
   <source>设置</source>
   <translation>Settings</translation>
  </message>
  <message>
   <source>还没有自动备份。程序每天自动留一份加密备份，保留三天。</source>
   <translation>No automatic backup yet. The program makes one encrypted backup a day and keeps it three days.</translation>
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
   <source>{count} 次保存单独传也传不上去，先放在一边，每天再试一次；其他照常传</source>
   <translation>{count} saves fail even when sent alone; they rest and are tried once a day, the others go on</translation>
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
  <name>TopBar</name>
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
   <source>按键一览　Shift+F1</source>
   <translation>Keys  Shift+F1</translation>
  </message>
  <message>
   <source>换人登录</source>
   <translation>Switch user</translation>
  </message>
  <message>
   <source>未入网</source>
   <translation>Not enrolled</translation>
  </message>
  <message>
   <source>未入网 · 已保存在本机</source>
   <translation>Not enrolled · saved on this computer</translation>
  </message>
  <message>
   <source>未联网 · 已保存在本机</source>
   <translation>Offline · saved on this computer</translation>
  </message>
  <message>
   <source>没有待传</source>
   <translation>Nothing to send</translation>
  </message>
  <message>
   <source>需处理 {count}</source>
   <translation>Attention {count}</translation>
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
   <source>保存并下一位</source>
   <translation>Save and next</translation>
  </message>
  <message>
   <source>加{name}</source>
   <translation>Add {name}</translation>
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
   <source>电脑的时钟和县平台相差{hours}小时，县平台是{day}，核对随访日期</source>
   <translation>This computer's clock is {hours} h off; the county says {day}: check the visit date</translation>
  </message>
  <message>
   <source>这次随访不在本机，先同步再改</source>
   <translation>This visit is not on this computer; sync first</translation>
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
   <translation>Due today</translation>
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
   <source>先看的原因</source>
   <translation>See first because</translation>
  </message>
  <message>
   <source>全部村</source>
   <translation>All villages</translation>
  </message>
  <message>
   <source>到期该随访的人会列在这里，按村民小组和门牌排好。登记居民并做第一次随访后就有了。</source>
   <translation>People due for a visit are listed here by village group and house number. The list fills once residents are registered and first visits are done.</translation>
  </message>
  <message>
   <source>姓名</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>已逾期</source>
   <translation>Overdue</translation>
  </message>
  <message>
   <source>待回访</source>
   <translation>Returned</translation>
  </message>
  <message>
   <source>打印清单</source>
   <translation>Print list</translation>
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
   <source>村</source>
   <translation>Village</translation>
  </message>
  <message>
   <source>登记第一位居民</source>
   <translation>Register the first resident</translation>
  </message>
  <message>
   <source>该做</source>
   <translation>To do</translation>
  </message>
  <message>
   <source>这一类现在没有人。再按一次上面的数字，看全部。</source>
   <translation>Nobody in this group now. Press the number above again to see everybody.</translation>
  </message>
  <message>
   <source>连续{count}次未达标</source>
   <translation>{count} times off target</translation>
  </message>
  <message>
   <source>选一位，这里显示最近的血压、用药和电话</source>
   <translation>Choose a person to see recent pressures, medicines and phone</translation>
  </message>
  <message>
   <source>逾期{days}天</source>
   <translation>{days}d late</translation>
  </message>
  <message>
   <source>门牌</source>
   <translation>House</translation>
  </message>
  <message>
   <source>需处理</source>
   <translation>Attention</translation>
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
  <name>help</name>
  <message>
   <source>Alt+1 … Alt+6</source>
   <translation>Alt+1 … Alt+6</translation>
  </message>
  <message>
   <source>Ctrl+Enter</source>
   <translation>Ctrl+Enter</translation>
  </message>
  <message>
   <source>Ctrl+K　/</source>
   <translation>Ctrl+K / /</translation>
  </message>
  <message>
   <source>Ctrl+L</source>
   <translation>Ctrl+L</translation>
  </message>
  <message>
   <source>Ctrl+N</source>
   <translation>Ctrl+N</translation>
  </message>
  <message>
   <source>Ctrl+P</source>
   <translation>Ctrl+P</translation>
  </message>
  <message>
   <source>Ctrl+R</source>
   <translation>Ctrl+R</translation>
  </message>
  <message>
   <source>Ctrl+S</source>
   <translation>Ctrl+S</translation>
  </message>
  <message>
   <source>Enter</source>
   <translation>Enter</translation>
  </message>
  <message>
   <source>Enter 到下一项，Shift+Enter 换行</source>
   <translation>Enter goes to the next field, Shift+Enter starts a new line</translation>
  </message>
  <message>
   <source>Esc</source>
   <translation>Esc</translation>
  </message>
  <message>
   <source>F1</source>
   <translation>F1</translation>
  </message>
  <message>
   <source>F2　F3　F7</source>
   <translation>F2　F3　F7</translation>
  </message>
  <message>
   <source>F5</source>
   <translation>F5</translation>
  </message>
  <message>
   <source>F6</source>
   <translation>F6</translation>
  </message>
  <message>
   <source>F8</source>
   <translation>F8</translation>
  </message>
  <message>
   <source>Shift+F1</source>
   <translation>Shift+F1</translation>
  </message>
  <message>
   <source>下一项；在列表里打开</source>
   <translation>Next field; in a list: open</translation>
  </message>
  <message>
   <source>保存</source>
   <translation>Save</translation>
  </message>
  <message>
   <source>保存并到下一位</source>
   <translation>Save and go to the next person</translation>
  </message>
  <message>
   <source>保存并转诊</source>
   <translation>Save and refer</translation>
  </message>
  <message>
   <source>冲突处理：采用A、采用B、另写</source>
   <translation>Conflicts: keep A, keep B, write another</translation>
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
   <source>左侧各页</source>
   <translation>Pages on the left</translation>
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
   <source>打印随访表</source>
   <translation>Print follow-up form</translation>
  </message>
  <message>
   <source>按数字键选择，左右键移动，空格选中，退格清除：</source>
   <translation>Digits choose, arrows move, Space selects, Backspace clears:</translation>
  </message>
  <message>
   <source>换人登录</source>
   <translation>Switch user</translation>
  </message>
  <message>
   <source>数字键</source>
   <translation>Digits</translation>
  </message>
  <message>
   <source>新建居民、家庭</source>
   <translation>New resident, new household</translation>
  </message>
  <message>
   <source>本页的按键</source>
   <translation>Keys of this page</translation>
  </message>
  <message>
   <source>查找居民、门牌、电话、转诊单号</source>
   <translation>Find a resident, house no., phone, slip no.</translation>
  </message>
  <message>
   <source>照纸质表填写；没问的留空</source>
   <translation>Fill in as on the paper form; leave empty what was not asked</translation>
  </message>
  <message>
   <source>用药不变</source>
   <translation>Medicines unchanged</translation>
  </message>
  <message>
   <source>看单据、打印</source>
   <translation>View and print the document</translation>
  </message>
  <message>
   <source>立即同步</source>
   <translation>Sync now</translation>
  </message>
  <message>
   <source>返回上一页</source>
   <translation>Back to the previous page</translation>
  </message>
  <message>
   <source>这一项怎么填</source>
   <translation>How to fill in this field</translation>
  </message>
  <message>
   <source>选择选项</source>
   <translation>Choose an option</translation>
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
   <source>同步</source>
   <translation>Sync</translation>
  </message>
  <message>
   <source>居民</source>
   <translation>Residents</translation>
  </message>
  <message>
   <source>疑似重复</source>
   <translation>Likely duplicates</translation>
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
   <source>12位行政区划代码</source>
   <translation>12-digit area code</translation>
  </message>
  <message>
   <source>17位，由县平台分配，未分配时为待分配</source>
   <translation>17 digits, assigned by the county platform; “待分配” until then</translation>
  </message>
  <message>
   <source>2型糖尿病</source>
   <translation>Type 2 diabetes</translation>
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
   <source>O型</source>
   <translation>Type O</translation>
  </message>
  <message>
   <source>kg/m²</source>
   <translation>kg/m²</translation>
  </message>
  <message>
   <source>℃</source>
   <translation>℃</translation>
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
   <source>上次不良反应</source>
   <translation>adverse reaction</translation>
  </message>
  <message>
   <source>上次控制不满意</source>
   <translation>uncontrolled</translation>
  </message>
  <message>
   <source>上次有并发症</source>
   <translation>complication</translation>
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
   <source>下一步治疗方案</source>
   <translation>Next treatment plan</translation>
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
   <source>下肢浮肿</source>
   <translation>Leg oedema</translation>
  </message>
  <message>
   <source>下转</source>
   <translation>Downward</translation>
  </message>
  <message>
   <source>不便分类的其他从业人员</source>
   <translation>Other workers, not classified</translation>
  </message>
  <message>
   <source>不吸填0</source>
   <translation>0 for a non-smoker</translation>
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
   <source>不建议转诊</source>
   <translation>No referral</translation>
  </message>
  <message>
   <source>不接收</source>
   <translation>Declined</translation>
  </message>
  <message>
   <source>不是同一人</source>
   <translation>Not the same person</translation>
  </message>
  <message>
   <source>不服药</source>
   <translation>Not taking</translation>
  </message>
  <message>
   <source>不能处理的其他疾病</source>
   <translation>Other illness that cannot be managed here</translation>
  </message>
  <message>
   <source>不良反应</source>
   <translation>Adverse reaction</translation>
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
   <source>与户主关系</source>
   <translation>Relation to head</translation>
  </message>
  <message>
   <source>专业技术人员</source>
   <translation>Professionals and technicians</translation>
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
   <source>严重精神障碍</source>
   <translation>Severe mental disorder</translation>
  </message>
  <message>
   <source>丧偶</source>
   <translation>Widowed</translation>
  </message>
  <message>
   <source>中</source>
   <translation>Medium</translation>
  </message>
  <message>
   <source>中等专业学校</source>
   <translation>Secondary vocational school</translation>
  </message>
  <message>
   <source>主档案</source>
   <translation>Main file</translation>
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
   <source>主食</source>
   <translation>Staple food</translation>
  </message>
  <message>
   <source>主食·目标</source>
   <translation>Staple food, target</translation>
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
   <source>井水</source>
   <translation>Well water</translation>
  </message>
  <message>
   <source>交出机构</source>
   <translation>Handed over by</translation>
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
   <source>代录时填</source>
   <translation>When entered for somebody else</translation>
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
   <source>住院病案号</source>
   <translation>Inpatient record no.</translation>
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
   <source>体重明显下降</source>
   <translation>Marked weight loss</translation>
  </message>
  <message>
   <source>作废</source>
   <translation>Withdrawn</translation>
  </message>
  <message>
   <source>依据</source>
   <translation>Grounds</translation>
  </message>
  <message>
   <source>保存编号</source>
   <translation>Save number</translation>
  </message>
  <message>
   <source>值</source>
   <translation>Value</translation>
  </message>
  <message>
   <source>健康档案编号</source>
   <translation>Health record no.</translation>
  </message>
  <message>
   <source>偶尔</source>
   <translation>Occasional</translation>
  </message>
  <message>
   <source>兄弟姐妹</source>
   <translation>Siblings</translation>
  </message>
  <message>
   <source>先天畸形</source>
   <translation>Congenital malformation</translation>
  </message>
  <message>
   <source>克/天</source>
   <translation>g/day</translation>
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
   <source>其他</source>
   <translation>Other</translation>
  </message>
  <message>
   <source>其他体征</source>
   <translation>Other signs</translation>
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
   <source>其他证件</source>
   <translation>Other document</translation>
  </message>
  <message>
   <source>内容指纹</source>
   <translation>Content hash</translation>
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
   <source>冠心病</source>
   <translation>Coronary heart disease</translation>
  </message>
  <message>
   <source>冲突</source>
   <translation>Conflicts</translation>
  </message>
  <message>
   <source>减弱</source>
   <translation>Weak</translation>
  </message>
  <message>
   <source>出生日期</source>
   <translation>Date of birth</translation>
  </message>
  <message>
   <source>分钟/次</source>
   <translation>min/session</translation>
  </message>
  <message>
   <source>初中</source>
   <translation>Junior secondary school</translation>
  </message>
  <message>
   <source>初步印象</source>
   <translation>Initial impression</translation>
  </message>
  <message>
   <source>判断依据</source>
   <translation>Grounds</translation>
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
   <source>化学品</source>
   <translation>Chemicals</translation>
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
   <source>医疗费用支付方式</source>
   <translation>Payment of medical costs</translation>
  </message>
  <message>
   <source>医疗费用支付方式·其他</source>
   <translation>Payment of medical costs, other</translation>
  </message>
  <message>
   <source>单设</source>
   <translation>Separate shed</translation>
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
   <source>厨房排风设施</source>
   <translation>Kitchen ventilation</translation>
  </message>
  <message>
   <source>县平台版本</source>
   <translation>County revision</translation>
  </message>
  <message>
   <source>县级医院</source>
   <translation>County hospital</translation>
  </message>
  <message>
   <source>双侧</source>
   <translation>Both sides</translation>
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
   <source>各处的值</source>
   <translation>Values</translation>
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
   <source>同时记录其他机构处方药</source>
   <translation>Also record other providers' prescriptions</translation>
  </message>
  <message>
   <source>名称</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>否</source>
   <translation>No</translation>
  </message>
  <message>
   <source>听力残疾</source>
   <translation>Hearing</translation>
  </message>
  <message>
   <source>呼吸困难</source>
   <translation>Dyspnoea</translation>
  </message>
  <message>
   <source>呼气有烂苹果样丙酮味</source>
   <translation>Breath smells of rotten apples (acetone)</translation>
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
   <source>喘憋不能平卧</source>
   <translation>Gasping, cannot lie flat</translation>
  </message>
  <message>
   <source>四肢发麻</source>
   <translation>Numb limbs</translation>
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
   <source>回转日期</source>
   <translation>Return date</translation>
  </message>
  <message>
   <source>国家机关、党群组织、企业、事业单位负责人</source>
   <translation>Heads of state bodies, party organisations, enterprises and institutions</translation>
  </message>
  <message>
   <source>图片</source>
   <translation>Picture</translation>
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
   <source>处理结果</source>
   <translation>Decision</translation>
  </message>
  <message>
   <source>处置中</source>
   <translation>In treatment</translation>
  </message>
  <message>
   <source>备注</source>
   <translation>Note</translation>
  </message>
  <message>
   <source>外出</source>
   <translation>Away</translation>
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
   <source>天然气</source>
   <translation>Natural gas</translation>
  </message>
  <message>
   <source>失访</source>
   <translation>Lost to follow-up</translation>
  </message>
  <message>
   <source>头痛头晕</source>
   <translation>Headache, dizziness</translation>
  </message>
  <message>
   <source>女</source>
   <translation>Female</translation>
  </message>
  <message>
   <source>妊娠期、哺乳期血糖高于正常</source>
   <translation>Glucose above normal in pregnancy or lactation</translation>
  </message>
  <message>
   <source>妊娠期或哺乳期同时血压高于正常</source>
   <translation>Blood pressure above normal in pregnancy or lactation</translation>
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
   <source>字段</source>
   <translation>Fields</translation>
  </message>
  <message>
   <source>字段名 → 未测的原因</source>
   <translation>Field name → why it was not measured</translation>
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
   <source>存在不能处理的其他疾病</source>
   <translation>Other illness that cannot be managed here</translation>
  </message>
  <message>
   <source>孙子女</source>
   <translation>Grandchild</translation>
  </message>
  <message>
   <source>完成</source>
   <translation>Completed</translation>
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
   <source>家庭</source>
   <translation>Home</translation>
  </message>
  <message>
   <source>家庭住址</source>
   <translation>Home address</translation>
  </message>
  <message>
   <source>家庭电话</source>
   <translation>Household phone</translation>
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
   <source>射线</source>
   <translation>Radiation</translation>
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
   <source>居民</source>
   <translation>Resident</translation>
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
   <source>岁</source>
   <translation>years</translation>
  </message>
  <message>
   <source>工作单位</source>
   <translation>Employer</translation>
  </message>
  <message>
   <source>左侧</source>
   <translation>Left</translation>
  </message>
  <message>
   <source>差</source>
   <translation>Poor</translation>
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
   <source>已开具</source>
   <translation>Issued</translation>
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
   <source>已移交</source>
   <translation>Handed over</translation>
  </message>
  <message>
   <source>已补充</source>
   <translation>Completed</translation>
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
   <source>已送达</source>
   <translation>Delivered</translation>
  </message>
  <message>
   <source>已随访</source>
   <translation>Followed up</translation>
  </message>
  <message>
   <source>常住类型</source>
   <translation>Residence type</translation>
  </message>
  <message>
   <source>平转</source>
   <translation>Same level</translation>
  </message>
  <message>
   <source>年-月</source>
   <translation>Year-month</translation>
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
   <source>康复建议</source>
   <translation>Rehabilitation advice</translation>
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
   <source>建议紧急转诊</source>
   <translation>Urgent referral proposed</translation>
  </message>
  <message>
   <source>建议转诊</source>
   <translation>Referral proposed</translation>
  </message>
  <message>
   <source>开具时冻结：近期读数、用药、过敏</source>
   <translation>Frozen at issue: recent readings, medicines, allergies</translation>
  </message>
  <message>
   <source>开具机构</source>
   <translation>Prescribing provider</translation>
  </message>
  <message>
   <source>当前显示</source>
   <translation>Shown now</translation>
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
   <source>急救</source>
   <translation>Emergency</translation>
  </message>
  <message>
   <source>性别</source>
   <translation>Sex</translation>
  </message>
  <message>
   <source>恶心呕吐</source>
   <translation>Nausea, vomiting</translation>
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
   <source>患者拒绝</source>
   <translation>Patient refused</translation>
  </message>
  <message>
   <source>患者电话</source>
   <translation>Patient phone</translation>
  </message>
  <message>
   <source>患者自述</source>
   <translation>Reported by patient</translation>
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
   <source>慢性阻塞性肺疾病</source>
   <translation>COPD</translation>
  </message>
  <message>
   <source>慢病登记</source>
   <translation>Chronic disease registration</translation>
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
   <source>户籍</source>
   <translation>Registered here</translation>
  </message>
  <message>
   <source>户籍地址</source>
   <translation>Registered address</translation>
  </message>
  <message>
   <source>手工录入</source>
   <translation>Typed in</translation>
  </message>
  <message>
   <source>手脚麻木</source>
   <translation>Numb hands or feet</translation>
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
   <source>折白酒：啤酒/10、红酒/4、黄酒/5；不饮填0</source>
   <translation>As spirits: beer/10, red wine/4, yellow wine/5; 0 for a non-drinker</translation>
  </message>
  <message>
   <source>护照</source>
   <translation>Passport</translation>
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
   <source>换气扇</source>
   <translation>Extractor fan</translation>
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
   <source>支/日</source>
   <translation>per day</translation>
  </message>
  <message>
   <source>收缩压</source>
   <translation>Systolic</translation>
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
   <source>数据来源</source>
   <translation>Data source</translation>
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
   <source>新型农村合作医疗</source>
   <translation>New rural cooperative scheme</translation>
  </message>
  <message>
   <source>方向</source>
   <translation>Direction</translation>
  </message>
  <message>
   <source>无</source>
   <translation>None</translation>
  </message>
  <message>
   <source>无残疾</source>
   <translation>No disability</translation>
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
   <source>日饮酒量</source>
   <translation>Alcohol</translation>
  </message>
  <message>
   <source>日饮酒量·目标</source>
   <translation>Alcohol, target</translation>
  </message>
  <message>
   <source>时段/床位/检查</source>
   <translation>Time slot/bed/examination</translation>
  </message>
  <message>
   <source>时间</source>
   <translation>Time</translation>
  </message>
  <message>
   <source>是</source>
   <translation>Yes</translation>
  </message>
  <message>
   <source>显示哪次保存的值</source>
   <translation>Which save's value is shown</translation>
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
   <source>有</source>
   <translation>Yes</translation>
  </message>
  <message>
   <source>服务的村</source>
   <translation>Villages served</translation>
  </message>
  <message>
   <source>服药依从性</source>
   <translation>Medication adherence</translation>
  </message>
  <message>
   <source>未到</source>
   <translation>Did not come</translation>
  </message>
  <message>
   <source>未到诊</source>
   <translation>No-show</translation>
  </message>
  <message>
   <source>未婚</source>
   <translation>Single</translation>
  </message>
  <message>
   <source>未测原因</source>
   <translation>Why not measured</translation>
  </message>
  <message>
   <source>未知的性别</source>
   <translation>Unknown sex</translation>
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
   <source>本人电话</source>
   <translation>Own phone</translation>
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
   <source>来源随访</source>
   <translation>Source visit</translation>
  </message>
  <message>
   <source>柴火</source>
   <translation>Firewood</translation>
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
   <source>次/分钟</source>
   <translation>/min</translation>
  </message>
  <message>
   <source>次/周</source>
   <translation>/week</translation>
  </message>
  <message>
   <source>此次随访分类</source>
   <translation>Classification</translation>
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
   <source>死亡日期</source>
   <translation>Date of death</translation>
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
   <source>每个测量值一项：手工、设备、纸质、自述</source>
   <translation>One per measured value: typed, device, paper, patient</translation>
  </message>
  <message>
   <source>每日次数</source>
   <translation>Times a day</translation>
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
   <source>汉族</source>
   <translation>Han</translation>
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
   <source>消失</source>
   <translation>Absent</translation>
  </message>
  <message>
   <source>液化气</source>
   <translation>LPG</translation>
  </message>
  <message>
   <source>深大呼吸</source>
   <translation>Deep, laboured breathing</translation>
  </message>
  <message>
   <source>港澳居民来往内地通行证</source>
   <translation>Travel permit for Hong Kong and Macao residents</translation>
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
   <source>照片</source>
   <translation>Photo</translation>
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
   <source>状态</source>
   <translation>State</translation>
  </message>
  <message>
   <source>现住址</source>
   <translation>Current address</translation>
  </message>
  <message>
   <source>生产、运输设备操作人员及有关人员</source>
   <translation>Production and transport operators</translation>
  </message>
  <message>
   <source>用法</source>
   <translation>Directions</translation>
  </message>
  <message>
   <source>用法和用量</source>
   <translation>Directions and dose</translation>
  </message>
  <message>
   <source>用药情况</source>
   <translation>Medicines</translation>
  </message>
  <message>
   <source>电话</source>
   <translation>Phone</translation>
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
   <source>疾病</source>
   <translation>Disease</translation>
  </message>
  <message>
   <source>疾病名称</source>
   <translation>Disease name</translation>
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
   <source>症状</source>
   <translation>Symptoms</translation>
  </message>
  <message>
   <source>症状·其他</source>
   <translation>Symptoms, other</translation>
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
   <source>皮肤潮红</source>
   <translation>Flushed skin</translation>
  </message>
  <message>
   <source>盟外结果</source>
   <translation>Outcome outside the alliance</translation>
  </message>
  <message>
   <source>眼痛</source>
   <translation>Eye pain</translation>
  </message>
  <message>
   <source>眼花耳鸣</source>
   <translation>Blurred vision, tinnitus</translation>
  </message>
  <message>
   <source>研究生</source>
   <translation>Postgraduate</translation>
  </message>
  <message>
   <source>确诊时间</source>
   <translation>Diagnosed</translation>
  </message>
  <message>
   <source>磺胺</source>
   <translation>Sulfonamides</translation>
  </message>
  <message>
   <source>祖父母</source>
   <translation>Grandparent</translation>
  </message>
  <message>
   <source>离婚</source>
   <translation>Divorced</translation>
  </message>
  <message>
   <source>禽畜栏</source>
   <translation>Livestock pen</translation>
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
   <source>空腹血糖值</source>
   <translation>Fasting glucose</translation>
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
   <source>类型</source>
   <translation>Type</translation>
  </message>
  <message>
   <source>精神残疾</source>
   <translation>Mental</translation>
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
   <source>糖尿病随访</source>
   <translation>Diabetes follow-up</translation>
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
   <source>结核病</source>
   <translation>Tuberculosis</translation>
  </message>
  <message>
   <source>职业</source>
   <translation>Occupation</translation>
  </message>
  <message>
   <source>职业病</source>
   <translation>Occupational disease</translation>
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
   <source>联系电话</source>
   <translation>Phone</translation>
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
   <source>胰岛素</source>
   <translation>Insulin</translation>
  </message>
  <message>
   <source>胸闷</source>
   <translation>Chest tightness</translation>
  </message>
  <message>
   <source>脑卒中</source>
   <translation>Stroke</translation>
  </message>
  <message>
   <source>腰围</source>
   <translation>Waist</translation>
  </message>
  <message>
   <source>自动计算</source>
   <translation>Automatic</translation>
  </message>
  <message>
   <source>自来水</source>
   <translation>Tap water</translation>
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
   <source>药物名称</source>
   <translation>Drug name</translation>
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
   <source>血型ABO</source>
   <translation>Blood group ABO</translation>
  </message>
  <message>
   <source>血型RH</source>
   <translation>Blood group Rh</translation>
  </message>
  <message>
   <source>行政区划代码</source>
   <translation>Area code</translation>
  </message>
  <message>
   <source>表上划√，无数字代码</source>
   <translation>Ticked on the form, no numeric code</translation>
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
   <source>角色</source>
   <translation>Role</translation>
  </message>
  <message>
   <source>触及正常</source>
   <translation>Palpable</translation>
  </message>
  <message>
   <source>言语残疾</source>
   <translation>Speech</translation>
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
   <source>设备</source>
   <translation>Device</translation>
  </message>
  <message>
   <source>设备号</source>
   <translation>Device</translation>
  </message>
  <message>
   <source>证件类型</source>
   <translation>Document type</translation>
  </message>
  <message>
   <source>诊断结果</source>
   <translation>Diagnosis</translation>
  </message>
  <message>
   <source>说明</source>
   <translation>Note</translation>
  </message>
  <message>
   <source>请求撤回</source>
   <translation>Withdrawal requested</translation>
  </message>
  <message>
   <source>责任医生</source>
   <translation>Responsible doctor</translation>
  </message>
  <message>
   <source>贫困救助</source>
   <translation>Poverty relief</translation>
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
   <source>转出单位</source>
   <translation>Referred from</translation>
  </message>
  <message>
   <source>转回单位</source>
   <translation>Returned to</translation>
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
   <source>转诊原因</source>
   <translation>Reason for referral</translation>
  </message>
  <message>
   <source>转诊已回转</source>
   <translation>returned</translation>
  </message>
  <message>
   <source>转诊日期</source>
   <translation>Referral date</translation>
  </message>
  <message>
   <source>转诊机构及科别</source>
   <translation>Referred to (organisation, department)</translation>
  </message>
  <message>
   <source>转诊步骤</source>
   <translation>Referral step</translation>
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
   <source>辅助检查</source>
   <translation>Auxiliary examinations</translation>
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
   <source>过敏史</source>
   <translation>Allergies</translation>
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
   <source>退回补充</source>
   <translation>Sent back for completion</translation>
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
   <source>配偶</source>
   <translation>Spouse</translation>
  </message>
  <message>
   <source>重</source>
   <translation>Heavy</translation>
  </message>
  <message>
   <source>链霉素</source>
   <translation>Streptomycin</translation>
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
   <source>间断</source>
   <translation>Irregular</translation>
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
   <source>随哪个冲突处理</source>
   <translation>Decided with</translation>
  </message>
  <message>
   <source>随访</source>
   <translation>Follow-up visit</translation>
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
   <source>随访日期</source>
   <translation>Visit date</translation>
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
   <source>露天粪坑</source>
   <translation>Open pit latrine</translation>
  </message>
  <message>
   <source>青霉素</source>
   <translation>Penicillin</translation>
  </message>
  <message>
   <source>非户籍</source>
   <translation>Not registered here</translation>
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
   <source>马桶</source>
   <translation>Flush toilet</translation>
  </message>
  <message>
   <source>高中</source>
   <translation>Senior secondary school</translation>
  </message>
  <message>
   <source>高血压</source>
   <translation>Hypertension</translation>
  </message>
  <message>
   <source>高血压随访</source>
   <translation>Hypertension follow-up</translation>
  </message>
  <message>
   <source>鼻衄出血不止</source>
   <translation>Persistent nosebleed</translation>
  </message>
  <message>
   <source>（空）</source>
   <translation>(empty)</translation>
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
  <name>visit</name>
  <message>
   <source>上次 {value}（{day}）</source>
   <translation>last {value} ({day})</translation>
  </message>
  <message>
   <source>下次目标</source>
   <translation>Next targets</translation>
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
   <source>否</source>
   <translation>No</translation>
  </message>
  <message>
   <source>是</source>
   <translation>Yes</translation>
  </message>
  <message>
   <source>没有完成时，以及备注</source>
   <translation>If not completed, and notes</translation>
  </message>
  <message>
   <source>目标（可以不填）</source>
   <translation>Targets (optional)</translation>
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
   <source>{month}月{day}日</source>
   <translation>{day} {name}</translation>
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
   <source>{year}年{month}月{day}日</source>
   <translation>{day} {name} {year}</translation>
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
 </context>
</TS>
