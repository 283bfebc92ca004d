// /sign-in and /sign-up: the forms, and then on to where the person wanted to go; and how one comes back without the password.

import { ForgotPassword } from "../account/ForgotPassword";
import { ResetPassword } from "../account/ResetPassword";
import { mount } from "../lib/islands";
import { SignInForm, SignUpForm } from "../ui/AuthForm";

interface Props {
  /** A path on this site; the server has checked it. */
  onward: string;
}

mount<Props>("sign-in", ({ onward }) => <SignInForm onSignedIn={() => location.assign(onward)} />);
mount<Props>("sign-up", ({ onward }) => <SignUpForm onSignedIn={() => location.assign(onward)} />);
mount("forgot-password", ForgotPassword);
mount("reset-password", ResetPassword);
