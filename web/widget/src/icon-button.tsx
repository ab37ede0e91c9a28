interface Props {
  label: string;
  path: string;
  onClick?: () => void;
  type?: 'button' | 'submit';
  filled?: boolean;
  disabled?: boolean;
  pressed?: boolean;
}

export function IconButton({ label, path, onClick, type = 'button', filled, disabled, pressed }: Props) {
  return (
    <button
      type={type}
      class={filled ? 'icon filled' : 'icon'}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      // Not `disabled`: whoever has just pressed it would lose their place.
      aria-disabled={disabled}
      onClick={onClick}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  );
}
