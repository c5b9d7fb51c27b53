/** Which side sends a message. `either`: both do. */
export type Sender = 'to_terminal' | 'from_terminal' | 'either'

interface Command {
  readonly name: string
  readonly sender: Sender
}

/** Control fields (class, instruction) of PA00P015 chapters 2, 3 and of the Feig extensions. */
const COMMANDS: ReadonlyMap<number, Command> = new Map(
  (
    [
      [0x0401, 'set_clock_in_ecr', 'from_terminal'],
      [0x040c, 'request_for_data', 'from_terminal'],
      [0x040d, 'input_request', 'from_terminal'],
      [0x040e, 'menu_request', 'from_terminal'],
      [0x040f, 'status_information', 'from_terminal'],
      [0x04ff, 'intermediate_status', 'from_terminal'],
      [0x0501, 'status_enquiry', 'to_terminal'],
      [0x05ff, 'proprietary_status', 'to_terminal'],
      [0x0600, 'registration', 'to_terminal'],
      [0x0601, 'authorisation', 'to_terminal'],
      [0x0602, 'log_off', 'to_terminal'],
      [0x0603, 'account_balance', 'to_terminal'],
      [0x0604, 'activate_card', 'to_terminal'],
      [0x0605, 'procurement', 'to_terminal'],
      [0x0609, 'top_up', 'to_terminal'],
      [0x060a, 'tax_free', 'to_terminal'],
      [0x060b, 'reserved_060b', 'to_terminal'],
      [0x060c, 'tip', 'to_terminal'],
      [0x060f, 'completion', 'from_terminal'],
      [0x0610, 'turnover_totals', 'to_terminal'],
      [0x0611, 'reserved_0611', 'to_terminal'],
      [0x0612, 'print_turnover_receipts', 'to_terminal'],
      [0x0618, 'reset_terminal', 'to_terminal'],
      [0x061a, 'print_system_configuration', 'to_terminal'],
      [0x061b, 'set_terminal_id', 'to_terminal'],
      [0x061e, 'abort', 'from_terminal'],
      [0x0620, 'repeat_receipt', 'to_terminal'],
      [0x0621, 'telephonic_authorisation', 'to_terminal'],
      [0x0622, 'pre_authorisation', 'to_terminal'],
      [0x0623, 'partial_reversal', 'to_terminal'],
      [0x0624, 'book_total', 'to_terminal'],
      [0x0625, 'pre_authorisation_reversal', 'to_terminal'],
      [0x0630, 'reversal', 'to_terminal'],
      [0x0631, 'refund', 'to_terminal'],
      [0x0650, 'end_of_day', 'to_terminal'],
      [0x0651, 'send_offline_transactions', 'to_terminal'],
      [0x0670, 'diagnosis', 'to_terminal'],
      [0x0679, 'self_test', 'to_terminal'],
      [0x0682, 'display_text_old', 'to_terminal'],
      [0x0685, 'display_text_numeric_input_old', 'to_terminal'],
      [0x0686, 'pin_verification_old', 'to_terminal'],
      [0x0687, 'display_text_function_key_old', 'to_terminal'],
      [0x0688, 'display_text_old_2', 'to_terminal'],
      [0x0690, 'reserved_0690', 'to_terminal'],
      [0x0691, 'set_clock', 'to_terminal'],
      [0x0693, 'initialisation', 'to_terminal'],
      [0x0695, 'change_password', 'to_terminal'],
      [0x06b0, 'abort_request', 'to_terminal'],
      [0x06c0, 'read_card', 'to_terminal'],
      [0x06c1, 'close_card_session', 'to_terminal'],
      [0x06c2, 'send_card_apdus', 'to_terminal'],
      [0x06c3, 'card_session_c3', 'to_terminal'],
      [0x06c4, 'card_session_c4', 'to_terminal'],
      [0x06c5, 'card_session_c5', 'to_terminal'],
      [0x06c6, 'card_session_c6', 'to_terminal'],
      [0x06ce, 'other_card_command', 'to_terminal'],
      [0x06d1, 'print_line', 'from_terminal'],
      [0x06d3, 'print_text_block', 'from_terminal'],
      [0x06d4, 'print_graphic', 'from_terminal'],
      [0x06d8, 'dial_up', 'from_terminal'],
      [0x06d9, 'transmit_dial_up_data', 'from_terminal'],
      [0x06da, 'receive_dial_up_data', 'from_terminal'],
      [0x06db, 'hang_up', 'from_terminal'],
      [0x06dd, 'transparent_mode', 'from_terminal'],
      [0x06e0, 'display_text', 'to_terminal'],
      [0x06e1, 'display_text_function_key', 'to_terminal'],
      [0x06e2, 'display_text_numeric_input', 'to_terminal'],
      [0x06e3, 'pin_verification', 'to_terminal'],
      [0x06e4, 'blocked_list_query', 'to_terminal'],
      [0x06e5, 'mac_calculation', 'to_terminal'],
      [0x06e6, 'card_poll_with_authorisation', 'to_terminal'],
      [0x06e7, 'display_image', 'to_terminal'],
      [0x0801, 'activate_service_mode', 'to_terminal'],
      [0x0802, 'switch_protocol', 'to_terminal'],
      [0x0810, 'software_update', 'to_terminal'],
      [0x0811, 'read_file', 'to_terminal'],
      [0x0812, 'delete_file', 'to_terminal'],
      [0x0813, 'change_configuration', 'to_terminal'],
      [0x0814, 'write_file', 'to_terminal'],
      [0x0820, 'start_opt_action', 'to_terminal'],
      [0x0821, 'set_opt_time', 'to_terminal'],
      [0x0822, 'start_opt_pre_initialisation', 'to_terminal'],
      [0x0823, 'output_opt_data', 'to_terminal'],
      [0x0824, 'opt_online_personalisation', 'to_terminal'],
      [0x0830, 'select_language', 'to_terminal'],
      [0x0840, 'change_baud_rate', 'to_terminal'],
      [0x0850, 'activate_card_reader', 'to_terminal'],
      [0x0fa1, 'feig_functions', 'to_terminal'],
      [0x8000, 'positive_acknowledgement', 'either'],
      // 84 00 00 also accepts (PA00P015 chapter 1, replies).
      [0x8400, 'positive_acknowledgement', 'either'],
    ] as const
  ).map(([control, name, sender]) => [control, { name, sender }]),
)

/** Message of a control field (class × 256 + instruction); nothing when it is not in the specification. */
export function findCommand(control: number): Command | undefined {
  const known = COMMANDS.get(control)
  if (known !== undefined) return known
  return control >>> 8 === 0x84 ? { name: 'negative_acknowledgement', sender: 'either' } : undefined
}
