// /sign-in and /sign-up: the forms, and then on to where the person wanted to go.

import { mount } from "../lib/islands";
import { SignInForm, SignUpForm } from "../ui/AuthForm";

interface Props {
  /** A path on this site; the server has checked it. */
  onward: string;
}

mount<Props>("sign-in", ({ onward }) => <SignInForm onSignedIn={() => location.assign(onward)} />);
mount<Props>("sign-up", ({ onward }) => <SignUpForm onSignedIn={() => location.assign(onward)} />);
