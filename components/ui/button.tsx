import type { ComponentProps, ReactNode } from "react";
import { type ButtonLook, buttonLook } from "@/components/ui/button-look";
import { cx } from "@/components/ui/cx";
import { Link, type LinkProps } from "@/components/ui/link";

type Content = ButtonLook & {
  /** Drawn before the words, 16 px. */
  icon?: ReactNode;
  /** Drawn after the words, 16 px. */
  iconAfter?: ReactNode;
};

export type PressButtonProps = Content &
  ComponentProps<"button"> & {
    href?: undefined;
    /** Shows a spinner over the words and says that it is busy; focus stays where it is. */
    pending?: boolean;
  };

export type LinkButtonProps = Content & Omit<LinkProps, "variant">;

/** A button, or with `href` a link that looks like one. A button is of type `button` unless told otherwise. */
export function Button(props: PressButtonProps | LinkButtonProps) {
  return props.href === undefined ? <PressButton {...props} /> : <LinkButton {...props} />;
}

function PressButton(props: PressButtonProps) {
  const {
    variant,
    size,
    icon,
    iconAfter,
    wide,
    square,
    className,
    children,
    pending,
    href: _,
    ...rest
  } = props;
  return (
    <button
      type="button"
      {...rest}
      className={cx(buttonLook({ variant, size, wide, square }), className)}
      aria-busy={pending || undefined}
      aria-disabled={pending || rest["aria-disabled"]}
    >
      {icon}
      {children != null && <span>{children}</span>}
      {iconAfter}
      {pending && <span className="loading loading-spinner" aria-hidden="true" />}
    </button>
  );
}

function LinkButton(props: LinkButtonProps) {
  const { variant, size, icon, iconAfter, wide, square, className, children, ...rest } = props;
  return (
    <Link variant="bare" {...rest} className={cx(buttonLook({ variant, size, wide, square }), className)}>
      {icon}
      {children != null && <span>{children}</span>}
      {iconAfter}
    </Link>
  );
}
