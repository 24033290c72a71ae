export const login = {
  title: ["网络安全责任制考核", "Cybersecurity accountability"],
  login: ["账号", "Login"],
  password: ["密码", "Password"],
  enter: ["登录", "Log in"],
  loginNeeded: ["请输入账号", "Type your login"],
  passwordNeeded: ["请输入密码", "Type your password"],
  forgotten: ["忘记密码或账号被停用，请联系本校网安办。", "Forgotten password or disabled account: ask the office."],
  first: {
    title: ["首次登录，请设定新密码", "First login: choose a password"],
    expired: ["密码已用满规定的时间，请换一个", "Your password is as old as it may be: choose another one"],
    hint: ["不要和账号、姓名相似，也不要用在别处用过的密码。", "Unlike your login and name, and used nowhere else."],
    old: ["现在的密码", "Present password"],
    new: ["新密码", "New password"],
    again: ["再输一遍", "Once more"],
    differ: ["两遍输入不一样", "The two differ"],
    save: ["设定并继续", "Save and go on"],
  },
};
