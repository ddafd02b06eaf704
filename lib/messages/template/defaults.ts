import type { WordedKind } from "@/lib/messages/kinds";
import type { TemplateText } from "@/lib/messages/template/check";

const UNEXPECTED = "If you did not expect this, do nothing: without the link nobody can use the account.";

/** The words that hold until an organization writes its own. */
export const DEFAULT_TEXTS: Record<WordedKind, TemplateText> = {
  invitation: {
    subject: "Your account at {organization}",
    body: `Hello {firstName},

{organization} has made an account for you. Your username is **{username}**.

[Choose a password and activate the account]({link})

The link works once, until {expires}. ${UNEXPECTED}`,
    smsBody:
      "{organization}: hello {firstName}, activate your account {username} here, once, until {expires}: {link}",
  },
  welcomeQr: {
    subject: "Your account at {organization}",
    body: `Hello {firstName},

{organization} has made an account for you. Your username is **{username}**.

Scan this code with your phone to choose a password and activate the account there:

{qr}

Or do it on this device:

[Choose a password]({link})

Code and link are the same. They work once, until {expires}. ${UNEXPECTED}`,
    smsBody:
      "{organization}: hello {firstName}, activate your account {username} here, once, until {expires}: {link}",
  },
  loginDetails: {
    subject: "Your login details for {organization}",
    body: `Hello {firstName},

here are your login details for {organization}.

Username: **{username}**
Password: **{password}**

[Sign in]({signInLink})

The password is for your first sign-in: you will be asked to choose another one.`,
    smsBody:
      "{organization}: username {username}, password {password}. Choose another one when you sign in: {signInLink}",
  },
  reset: {
    subject: "Choose a new password for {organization}",
    body: `Hello {firstName},

somebody has asked for a new password for your account **{username}** at {organization}.

[Choose a new password]({link})

The link works once, until {expires}. If it was not you, do nothing: your password stays as it is.`,
    smsBody: "",
  },
  passwordChanged: {
    subject: "Your password for {organization} was changed",
    body: `Hello {firstName},

the password of your account **{username}** at {organization} was changed just now.

If it was you, there is nothing to do. If it was not, tell your administrator at once.`,
    smsBody: "",
  },
  signInAlert: {
    subject: "New sign-in to {organization}",
    body: `Hello {firstName},

somebody has signed in to your account **{username}** at {organization} with a device or from a network that is new for it.

When: {signedInAt}
With: {device}
Network: {network}

If it was you, there is nothing to do. If it was not, choose a new password at once by “Forgot your password?” on the sign-in page: that signs everybody out. Then tell your administrator.

[Open the sign-in page]({signInLink})`,
    smsBody: "",
  },
  secondStepChanged: {
    subject: "The second step of signing in to {organization} was changed",
    body: `Hello {firstName},

the ways of the second step with which you sign in to your account **{username}** at {organization} were changed just now: one was added or taken away, the recovery codes are new ones, or an administrator has reset them.

If it was you, or you asked for it, there is nothing to do. If not, tell your administrator at once.`,
    smsBody: "",
  },
  usernameChanged: {
    subject: "Your new username for {organization}",
    body: `Hello {firstName},

you sign in to {organization} with another username from now on.

New: **{username}**
Until now: {earlierUsername}

Your password and everything else stay as they are.

[Sign in]({signInLink})`,
    smsBody: "",
  },
  supportRequest: {
    subject: "Support request {requestNumber} of {organization}: {requestAbout}",
    body: `{asker} asks:

{requestWords}

About: {requestAbout}
From: {requestFrom}

[Open the request]({requestLink})`,
    smsBody: "{organization}, support request {requestNumber}, {requestAbout}: {requestWords} ({asker})",
  },
  supportReply: {
    subject: "Your support request {requestNumber}: {requestAbout}",
    body: `Hello {firstName},

{requestWords}

[Open your request]({requestLink})`,
    smsBody: "",
  },
  connectionNotice: {
    subject: "{noticeAbout}",
    body: `Hello {firstName},

{noticeWords}

[Look at it]({noticeLink})`,
    smsBody: "",
  },
  reportReady: {
    subject: "Your report is ready: {report}",
    body: `Hello {firstName},

the report “{report}” has been made.

[Fetch the report]({reportLink})

You have to sign in to fetch it. The file is kept until {expires}.`,
    smsBody: "",
  },
  signInCode: {
    subject: "Your code",
    body: "Your code is {code}.",
    smsBody:
      "{organization}: your code is {code}. It is good for 10 minutes. Nobody of ours ever asks you for it.",
  },
};
